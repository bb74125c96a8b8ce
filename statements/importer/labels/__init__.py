"""The labels of turns: "THE PRESIDENT:", "Ada Quist (Wire):", "Q", "Mme Roy. –"."""
