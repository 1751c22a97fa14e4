"""What requests say of quotations: how they are laid out, and which were gathered."""
