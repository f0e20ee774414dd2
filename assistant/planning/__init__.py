"""The plan of an answer: composers in their order; how a congress is planned is ``assistant.planner``."""
