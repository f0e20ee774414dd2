"""What a story tells: its figures with their roles, its days with their events. Data in ``figures.toml``."""
