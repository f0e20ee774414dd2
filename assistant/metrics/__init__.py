"""What the server tells about itself to whoever watches over it: counts and times, never words."""
