"""客户等级: which customers belong into which tier, by condition rows; proposed nightly, decided by a person."""
