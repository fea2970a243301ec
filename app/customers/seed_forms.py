"""What a firm's name may end in without being another firm: legal forms and fillers, the longest first."""

LEGAL_FORMS = (
    "股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "分公司", "集团", "公司", "经营部", "商行", "工厂",
    "厂", "店", "coltd", "limited", "ltd", "inc", "llc",
)  # fmt: skip
