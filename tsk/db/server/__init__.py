"""PostgreSQL behind the same protocol: loaded only where a database server is named."""
