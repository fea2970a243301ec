"""咨询 and 货物跟踪: questions that are no complaints, as a light case (text f; n: passing on)."""
