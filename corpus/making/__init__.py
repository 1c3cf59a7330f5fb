"""How a readable source becomes a paper: read the source, then set it as PDF, Word, web page, Markdown or plain text."""
