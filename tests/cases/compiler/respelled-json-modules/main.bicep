// Decimals and moments of a JSON module are values: written again, they are spelled as the reference spells them.
module spelled 'spelled.json' = { name: 'spelled' }
module plain 'plain.json' = { name: 'plain' }
