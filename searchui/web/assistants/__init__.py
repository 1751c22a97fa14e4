"""The archive for language-model assistants, by the Model Context Protocol (modelcontextprotocol.io): tools that answer what the API answers."""
