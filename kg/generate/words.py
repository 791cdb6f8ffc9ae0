"""Czech titles with their English translations, put together from lists of words in the cases that they stand in."""

from typing import Final, NamedTuple

from kg.generate.dice import Dice, Skewed


class Phrase(NamedTuple):
    """The same words in both languages."""

    cs: str
    en: str


class _Adjective(NamedTuple):
    """A stem with its declension: hard (chytrý) or soft (digitální)."""

    stem: str
    declension: str
    en: str


class _Noun(NamedTuple):
    """A noun in the genitive, with the agreement that it asks of its adjective: plural, or a gender in the singular."""

    cs: str
    agreement: str
    en: str


_ENDINGS: Final = {
    "hard": {"plural": "ých", "feminine": "é", "masculine": "ého", "neuter": "ého"},
    "soft": {"plural": "ích", "feminine": "í", "masculine": "ího", "neuter": "ího"},
}

_ACTIONS: Final = Skewed(
    (
        Phrase("Rozvoj", "Development of"),
        Phrase("Podpora", "Support for"),
        Phrase("Zavedení", "Introduction of"),
        Phrase("Modernizace", "Modernisation of"),
        Phrase("Rozšíření", "Extension of"),
        Phrase("Příprava", "Preparation of"),
        Phrase("Vytvoření", "Creation of"),
        Phrase("Sdílení", "Sharing of"),
        Phrase("Vyhodnocení", "Evaluation of"),
        Phrase("Propagace", "Promotion of"),
        Phrase("Zpřístupnění", "Opening up of"),
        Phrase("Pilotní ověření", "Piloting of"),
        Phrase("Financování", "Funding of"),
        Phrase("Metodické řízení", "Methodological guidance of"),
    )
)
_ADJECTIVES: Final = (
    _Adjective("chytr", "hard", "smart"),
    _Adjective("udržiteln", "hard", "sustainable"),
    _Adjective("společn", "hard", "shared"),
    _Adjective("otevřen", "hard", "open"),
    _Adjective("bezpečn", "hard", "safe"),
    _Adjective("dostupn", "hard", "accessible"),
    _Adjective("integrovan", "hard", "integrated"),
    _Adjective("energeticky úsporn", "hard", "energy-efficient"),
    _Adjective("pokročil", "hard", "advanced"),
    _Adjective("odoln", "hard", "resilient"),
    _Adjective("digitáln", "soft", "digital"),
    _Adjective("inovativn", "soft", "innovative"),
    _Adjective("regionáln", "soft", "regional"),
    _Adjective("místn", "soft", "local"),
    _Adjective("modern", "soft", "modern"),
    _Adjective("mezinárodn", "soft", "international"),
)
_NOUNS: Final = (
    _Noun("systémů parkování", "plural", "parking systems"),
    _Noun("nástrojů krizového řízení", "plural", "crisis management tools"),
    _Noun("datových platforem", "plural", "data platforms"),
    _Noun("dopravních terminálů", "plural", "transport hubs"),
    _Noun("dobíjecích stanic", "plural", "charging stations"),
    _Noun("služeb pro seniory", "plural", "services for older people"),
    _Noun("služeb veřejné správy", "plural", "public administration services"),
    _Noun("kulturních zařízení", "plural", "cultural facilities"),
    _Noun("školicích programů", "plural", "training programmes"),
    _Noun("postupů zadávání veřejných zakázek", "plural", "public procurement procedures"),
    _Noun("senzorových sítí", "plural", "sensor networks"),
    _Noun("informačních kampaní", "plural", "information campaigns"),
    _Noun("standardů kybernetické bezpečnosti", "plural", "cyber security standards"),
    _Noun("výzkumných projektů", "plural", "research projects"),
    _Noun("energetických společenství", "plural", "energy communities"),
    _Noun("řešení pro veřejné osvětlení", "plural", "solutions for public lighting"),
    _Noun("mobility", "feminine", "mobility"),
    _Noun("dopravní infrastruktury", "feminine", "transport infrastructure"),
    _Noun("péče o krajinu", "feminine", "landscape care"),
    _Noun("spolupráce měst a obcí", "feminine", "cooperation of towns and municipalities"),
    _Noun("cestovního ruchu", "masculine", "tourism"),
    _Noun("dohledu nad počítačovými sítěmi", "masculine", "supervision of computer networks"),
    _Noun("vzdělávání úředníků", "neuter", "training of officials"),
    _Noun("odpadového hospodářství", "neuter", "waste management"),
)
_SCOPES: Final = (
    Phrase("v obcích do 3 000 obyvatel", "in municipalities of up to 3,000 inhabitants"),
    Phrase("v krajských městech", "in regional capitals"),
    Phrase("ve statutárních městech", "in statutory cities"),
    Phrase("v malých obcích", "in small municipalities"),
    Phrase("na venkově", "in rural areas"),
    Phrase("v příhraničních regionech", "in border regions"),
    Phrase("v hospodářsky a sociálně ohrožených územích", "in economically and socially endangered areas"),
    Phrase("v metropolitních oblastech", "in metropolitan areas"),
    Phrase("na úrovni krajů", "at the level of regions"),
)
_MANNERS: Final = (
    Phrase("s využitím otevřených dat", "using open data"),
    Phrase("ve spolupráci s vysokými školami", "in cooperation with universities"),
    Phrase("za účasti veřejnosti", "with the participation of the public"),
    Phrase("na základě dobrovolných dohod", "on the basis of voluntary agreements"),
    Phrase("včetně sběru a vyhodnocení dat", "including the collection and evaluation of data"),
    Phrase("s důrazem na kybernetickou bezpečnost", "with emphasis on cyber security"),
    Phrase("v souladu s cíli udržitelného rozvoje", "in line with the Sustainable Development Goals"),
    Phrase("prostřednictvím pilotních projektů", "through pilot projects"),
    Phrase("formou dotačních výzev", "by calls for grants"),
)
_PROGRAMME_ACTIONS: Final = (
    Phrase("Provádění", "Carrying out of the programme"),
    Phrase("Administrace", "Administration of the programme"),
)

LOCATIVES: Final = {
    "czechia": "v Česku",
    "moldova": "v Moldavsku",
    "georgia": "v Gruzii",
    "bosnia-and-herzegovina": "v Bosně a Hercegovině",
    "serbia": "v Srbsku",
    "austria": "v Rakousku",
    "germany": "v Německu",
    "poland": "v Polsku",
    "hungary": "v Maďarsku",
    "bavaria": "v Bavorsku",
    "saxony": "v Sasku",
    "latin-america": "v Latinské Americe",
    "prague": "v Praze",
    "vienna": "ve Vídni",
    "budapest": "v Budapešti",
    "dubai": "v Dubaji",
    "chisinau": "v Kišiněvě",
    "munich": "v Mnichově",
    "tbilisi": "v Tbilisi",
}
"""Places of the reference data by their ids, as they stand in a title."""

THEMES: Final = (
    (Phrase("Udržitelná doprava", "Sustainable transport"), "udržitelné dopravy"),
    (Phrase("Úspory energie", "Energy savings"), "úspor energie"),
    (Phrase("Digitální služby veřejné správy", "Digital public services"), "digitálních služeb veřejné správy"),
    (Phrase("Kybernetická bezpečnost obcí", "Cyber security of municipalities"), "kybernetické bezpečnosti obcí"),
    (Phrase("Hospodaření s vodou", "Water management"), "hospodaření s vodou"),
    (Phrase("Otevřená data", "Open data"), "otevřených dat"),
    (Phrase("Sociální služby v regionech", "Social services in regions"), "sociálních služeb v regionech"),
    (Phrase("Celoživotní učení", "Lifelong learning"), "celoživotního učení"),
    (Phrase("Místní hospodářství", "Local economy"), "místního hospodářství"),
    (Phrase("Zapojení obyvatel", "Participation of inhabitants"), "zapojení obyvatel"),
)
"""Themes of components, with the Czech genitive."""

GOALS: Final = (
    Phrase("Obce a kraje sdílejí zkušenosti z oblasti {}", "Municipalities and regions share experience in: {}"),
    Phrase("Obyvatelé mají prospěch z opatření v oblasti {}", "Inhabitants benefit from measures in: {}"),
    Phrase("Stát soustavně podporuje řešení v oblasti {}", "The state consistently supports solutions in: {}"),
)
"""What a component's goals say of its theme: Czech with a genitive, English with the theme as it stands."""

_NAMES_BEFORE: Final = ("Horní", "Dolní", "Nová", "Stará", "Velká", "Malá", "Dlouhá", "Suchá", "Bílá", "Červená")
_NAMES: Final = ("Lhota", "Ves", "Hora", "Bystřice", "Lípa", "Voda", "Studánka", "Paseka", "Bukovina", "Olešnice")
VILLAGES: Final = tuple(f"{before} {name}" for name in _NAMES for before in _NAMES_BEFORE)
"""A hundred names of villages."""


def title(dice: Dice, where: Phrase | None = None) -> Phrase:
    """Return what a measure does, to what, where, and in what manner.

    Args:
        dice: the source of chance.
        where: words of a place; without them the title may name a kind of place.
    """
    action, adjective, noun = _ACTIONS.draw(dice), dice.pick(_ADJECTIVES), dice.pick(_NOUNS)
    scope = where or (dice.pick(_SCOPES) if dice.happens(0.8) else None)
    manner = dice.pick(_MANNERS) if dice.happens(0.6) else None
    parts = [
        action,
        Phrase(adjective.stem + _ENDINGS[adjective.declension][noun.agreement], adjective.en),
        Phrase(noun.cs, noun.en),
        *filter(None, (scope, manner)),
    ]
    return Phrase(" ".join(part.cs for part in parts), " ".join(part.en for part in parts))


def programme_title(dice: Dice, name: Phrase) -> Phrase:
    """Return the title of a measure that carries out a programme."""
    action = dice.pick(_PROGRAMME_ACTIONS)
    return Phrase(f"{action.cs} programu {name.cs}", f"{action.en} {name.en}")
