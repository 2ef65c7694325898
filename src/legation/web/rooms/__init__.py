"""Live rooms on the site: who writes, who is told, and what reaches each seat.

``desk.py`` takes what seats write and commits it; ``audience.py`` says what each of those who listen gains by it; ``stream.py`` sends it
to their browsers, on the loop, without Django; ``ticket.py`` says who listens to what; ``hearing.py`` reads what other processes write;
``clock.py`` writes what falls due.
"""
