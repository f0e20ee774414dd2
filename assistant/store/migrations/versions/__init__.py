"""The steps, one module each: ``v0001_…``. A step only adds, so that the program before it goes on working."""
