"""回访: customers are asked whether all is well — by phone, or by a personal link that they answer themselves."""
