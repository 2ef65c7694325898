"""Where actors stand over time: the roll calls chosen, the points fitted, what may be said of them, and positions proposed from them."""
