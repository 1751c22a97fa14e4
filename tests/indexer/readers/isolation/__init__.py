"""The process that reads PDF and OFD files."""
