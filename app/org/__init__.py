"""Who the company is made of: departments, stations, carriers."""
