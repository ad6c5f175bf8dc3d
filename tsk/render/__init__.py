"""What people see: finished values in, lines and tables out.  The only place that knows Rich."""
