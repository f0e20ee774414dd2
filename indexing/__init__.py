"""From provisions to a searchable, fingerprinted index snapshot."""
