"""What the assistant does when Rasa asks: finding guidance, naming channels, screening, handing on."""
