"""What a request can ask of the running server: the live corpus, its health, the client."""
