"""Reviews: rapid, thematic and structured; findings, learning points and factors."""
