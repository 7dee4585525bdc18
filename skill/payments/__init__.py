"""Companies that move money: Stripe lives here and nowhere else."""
