"""What is near a case: advice, whom to send, what may be the same."""
