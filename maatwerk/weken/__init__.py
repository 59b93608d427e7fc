"""De week van wie uren schrijft: wat er staat, wat er nog kan, en wat op akkoord wacht."""
