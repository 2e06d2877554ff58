"""What can be told from words alone: sentences, numbers announced, quotation marks. No database."""
