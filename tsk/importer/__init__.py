"""Foreign files read: tables in any common form become complaints with what happened to them."""
