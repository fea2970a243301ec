"""What customer files say in codes, and what the codes are called.

Regions are the first two digits of GB/T 2260; industries follow the sections of GB/T 4754 that send goods.
"""

from app.core.i18n import N_

CUSTOMER_KINDS = {
    "contract": N_("Contract logistics"),
    "express": N_("Express freight"),
    "walk_in": N_("Walk-in"),
    "partner": N_("Partner"),
}
CUSTOMER_STATUSES = {"active": N_("Active customer"), "dormant": N_("Dormant customer"), "closed": N_("Closed account")}
LANGUAGES = {"zh": N_("Chinese"), "en": N_("English")}
INDUSTRIES = {
    "agriculture": N_("Farming, forestry, fishery"),
    "food": N_("Food and drink"),
    "clothing": N_("Clothes and textiles"),
    "furniture": N_("Furniture and building materials"),
    "chemicals": N_("Chemicals and plastics"),
    "medicine": N_("Medicine and medical devices"),
    "machinery": N_("Machines and metal goods"),
    "vehicles": N_("Cars and parts"),
    "electronics": N_("Electronics and household appliances"),
    "culture": N_("Print, toys, culture and sport"),
    "wholesale": N_("Wholesale and retail"),
    "online": N_("Online shops"),
    "logistics": N_("Transport and storage"),
    "services": N_("Other services"),
    "public": N_("Offices and institutions"),
    "private": N_("Private person"),
    "other": N_("Other industry"),
}
SIZES = {
    "large": N_("Large (300 people or more)"),
    "medium": N_("Medium (100 to 299 people)"),
    "small": N_("Small (10 to 99 people)"),
    "micro": N_("Micro (fewer than 10 people)"),
}
SOURCES = {
    "sales": N_("Our own sales"),
    "hotline": N_("Called us"),
    "website": N_("Website or mini-program"),
    "referral": N_("Recommended by a customer"),
    "partner": N_("Through a partner"),
    "fair": N_("Fair or event"),
    "complaint": N_("Complained to us"),
    "import": N_("Taken over from another system"),
    "other": N_("Other source"),
}
CONTACT_CHANNELS = {
    "phone": N_("By telephone"),
    "sms": N_("By text message"),
    "email": N_("By e-mail"),
    "wechat": N_("By WeChat"),
}
ADDRESS_KINDS = {
    "office": N_("Office"),
    "pickup": N_("Where we pick up"),
    "delivery": N_("Where we deliver"),
    "invoice": N_("Where invoices go"),
}
REGIONS = {
    "11": N_("Beijing"), "12": N_("Tianjin"), "13": N_("Hebei"), "14": N_("Shanxi"), "15": N_("Inner Mongolia"),
    "21": N_("Liaoning"), "22": N_("Jilin"), "23": N_("Heilongjiang"), "31": N_("Shanghai"), "32": N_("Jiangsu"),
    "33": N_("Zhejiang"), "34": N_("Anhui"), "35": N_("Fujian"), "36": N_("Jiangxi"), "37": N_("Shandong"),
    "41": N_("Henan"), "42": N_("Hubei"), "43": N_("Hunan"), "44": N_("Guangdong"), "45": N_("Guangxi"),
    "46": N_("Hainan"), "50": N_("Chongqing"), "51": N_("Sichuan"), "52": N_("Guizhou"), "53": N_("Yunnan"),
    "54": N_("Tibet"), "61": N_("Shaanxi"), "62": N_("Gansu"), "63": N_("Qinghai"), "64": N_("Ningxia"),
    "65": N_("Xinjiang"), "71": N_("Taiwan"), "81": N_("Hong Kong"), "82": N_("Macao"), "99": N_("Abroad"),
}  # fmt: skip
QUIET_TIMES = {f"{hour:02}:{minute:02}": f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30)}
WAYBILL_STATUSES = {
    "picked_up": N_("Picked up"),
    "in_transit": N_("In transit"),
    "out_for_delivery": N_("Out for delivery"),
    "signed": N_("Signed for"),
    "returned": N_("Returned"),
    "lost": N_("Lost"),
}
WAYBILL_TONES = {"signed": "good", "lost": "bad", "returned": "warn"}
TRACKING_KINDS = {
    "picked_up": N_("Picked up"),
    "arrived": N_("Arrived at the station"),
    "departed": N_("Left the station"),
    "out_for_delivery": N_("Out for delivery"),
    "signed": N_("Signed for"),
    "returned": N_("Returned"),
    "damaged": N_("Damaged"),
    "lost": N_("Lost"),
    "misdelivered": N_("Misdelivered"),
    "delayed": N_("Held up"),
    "appointment": N_("Delivery appointment"),
    "other": N_("Something else"),
}
TRACKING_TONES = {"signed": "good", "damaged": "bad", "lost": "bad", "misdelivered": "bad", "delayed": "warn"}
TRACKING_STATUSES = {
    "picked_up": "picked_up",
    "arrived": "in_transit",
    "departed": "in_transit",
    "out_for_delivery": "out_for_delivery",
    "signed": "signed",
    "returned": "returned",
    "lost": "lost",
}
"""Kind of event → the waybill's status after it."""
TOLD_KINDS = {
    kind: TRACKING_KINDS[kind]
    for kind in ("picked_up", "out_for_delivery", "signed", "damaged", "lost", "misdelivered")
}
"""What customers can be told of."""
