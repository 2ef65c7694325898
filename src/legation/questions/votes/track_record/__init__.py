"""What ``how-good-were-we`` is made of: forecasts that a fact has settled, and the product's own forecast replayed."""
