"""The words in which opening hours are written: those of OpenStreetMap, of French and of English, folded."""

from __future__ import annotations

from typing import Final

_DAYS: Final = (
    "mo lu lun lundi lundis mon monday mondays",
    "tu ma mar mardi mardis tue tues tuesday tuesdays",
    "we me mer mercredi mercredis wed wednesday wednesdays",
    "th je jeu jeudi jeudis thu thur thurs thursday thursdays",
    "fr ve ven vendredi vendredis fri friday fridays",
    "sa sam samedi samedis sat saturday saturdays",
    "su di dim dimanche dimanches sun sunday sundays",
)
_FRENCH_MONTHS: Final = (
    "janvier janv", "fevrier fevr fev", "mars", "avril avr", "mai", "juin", "juillet juil", "aout", "septembre",
    "octobre", "novembre", "decembre",
)  # fmt: skip
_OTHER_MONTHS: Final = (
    "jan january", "feb february", "march", "apr april", "may", "jun june", "jul july", "aug august",
    "sep sept september", "oct october", "nov november", "dec december",
)  # fmt: skip

#: The number, from 0, of the day of the week that a word names.
DAYS: Final = {word: number for number, words in enumerate(_DAYS) for word in words.split()}
#: The number, from 1, of the month that a word names. "Mar" is Tuesday (mardi), except in a value of OpenStreetMap.
MONTHS: Final = {
    word: number
    for months in (_FRENCH_MONTHS, _OTHER_MONTHS)
    for number, words in enumerate(months, 1)
    for word in words.split()
}
#: After these, a number is an hour: French writes the day first.
FRENCH_MONTHS: Final = frozenset(word for words in _FRENCH_MONTHS for word in words.split())

#: What other words mean to the reader; those of ``skip`` mean nothing.
WORDS: Final = {
    word: kind
    for kind, words in {
        "closed": "off closed ferme fermee fermes fermees fermeture fermetures",
        "except": "sauf hors excepte except excluding",
        "only": "uniquement seulement only",
        "and": "et and",
        "to": "a au to until till through jusqu jusque",
        "noon": "midi noon",
        "midnight": "minuit midnight",
        "skip": "le la les l d de du des en dans pendant durant mois ouvert ouverte ouverts ouvertes ouverture est sommes"
        " nous tous toutes chaque the from on in of during every each open month",
    }.items()
    for word in words.split()
}

#: Several words, as regular expressions, with what they mean to the reader.
PHRASES: Final = {
    "all_day": r"24\s*h?\s*/\s*24(?:\s*h)?(?:\s*(?:,|et)?\s*7\s*j?\s*/\s*7(?:\s*j)?)?|24\s*/\s*7|jour et nuit|day and night",
    "every_day": r"tous les jours|chaque jour|every day|daily|7\s*j(?:ours)?\s*(?:/|sur)\s*7(?:\s*j(?:ours)?)?",
    "appointment": r"(?:uniquement |seulement )?sur (?:rendez[- ]?vous|rdv)|(?:on|by) appointments?(?: only)?|unknown \"on appointment\"",
    "day_parts": r"unknown \"(?:(?:morning|afternoon|evening|on appointment)(?:, )?)+\"",
    "morning": r"matins?|matinees?|mornings?",
    "afternoon": r"apres[- ]?midis?|afternoons?",
    "evening": r"soirs?|soirees?|evenings?",
    "PH": r"ph|(?:jours? )?feries?|(?:public|bank) holidays?",
    "SH": r"sh|vacances scolaires|school holidays?",
    "weekend": r"week-?\s?ends?",
    "working_week": r"en semaine|jours? ouvres|weekdays?",
}
