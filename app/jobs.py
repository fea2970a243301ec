"""What happens by itself? Every job: id, trigger, function; the scheduler."""
