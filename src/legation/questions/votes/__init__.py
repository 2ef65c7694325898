"""Questions on votes: who has the votes, who can move, who has power, who is missing, and how good the forecasts were."""
