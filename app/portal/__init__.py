"""The public pages: customers answer their survey here, without a login and without seeing anything of the house."""
