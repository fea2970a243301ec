"""回访: customers are asked whether all is well — by phone, or by a personal link that they answer themselves."""

from app.followups.planning import expire_links, plan_periodic

__all__ = ["expire_links", "plan_periodic"]
