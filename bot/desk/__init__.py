"""The mediators' pages and their API. Every case is reached through `bot.cases`, never by a query of its own."""
