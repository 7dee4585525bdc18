"""What is wrong with hearing and speaking on this machine, and what to do about it."""
