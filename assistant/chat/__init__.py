"""What the chat page offers around an answer: pages that go on, next questions, topics, buttons."""
