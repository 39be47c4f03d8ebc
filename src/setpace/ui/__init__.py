"""What is seen and pressed: the only floor that knows Textual and Rich."""
