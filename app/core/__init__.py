"""What every other package stands on: the clock, errors that users read, money, marked texts. Pure."""
