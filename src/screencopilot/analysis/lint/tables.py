"""The word lists behind the rules. Where a list comes from is said above it; add to one rather than code around it.

Patterns are matched without regard to case unless the comment says otherwise.
"""

from __future__ import annotations

import re


def _any_of(*parts: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(r"(?<![\w-])(?:" + "|".join(parts) + r")(?![\w-])", flags)


def _split(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Function words, and the spoken connectives of the shipped probes. Own list, in the manner of Snowball's English one.
STOP_WORDS = _split("""
a about above after again against all almost along also although always am among an and another any anybody anyone
anything are aren't around as at away back be became because become been before began begin being below best better
between both but by came can can't cannot come could couldn't d did didn't do does doesn't doing don't done down during
each either else end enough even ever every everybody everyone everything far few first for found from full further
gave get gets getting give given gives go goes going gone good got had hadn't has hasn't have haven't having he he's
her here hers herself him himself his hour how how's i i'd i'll i'm i've if in instead into is isn't it it'd it'll it's
its itself just keep keeps kept kind know known last later least less let let's like little ll long look made make makes
many may me mean might mine more most much must my myself near need never new next no nobody none nor not nothing now of
off often on once one one's ones only or other others our ours ourselves out over own part people per perhaps place
put puts quite rather re really right said same saw say says see seen set several shan't she she's should shouldn't
since so some somebody someone something sometimes somewhere soon start starts still such take taken takes tell tells
than that that's the their theirs them themselves then there there's these they they'd they'll they're they've thing
things think this those though three through till time times to today together told too took toward turn turned two
under until up upon us use used uses using very walk want wanted was wasn't way we we'd we'll we're we've well went were
weren't what what's when when's where where's whether which while who who's whoever whom whose why why's will with
within without won't work would wouldn't yet you you'd you'll you're you've your yours yourself
""")

#: Irregular forms worth joining: those that occur in the shipped files.
IRREGULAR = {
    "bought": "buy", "broke": "break", "broken": "break", "brought": "bring", "built": "build", "caught": "catch",
    "chose": "choose", "chosen": "choose", "cost": "cost", "costs": "cost", "fell": "fall", "fallen": "fall",
    "fought": "fight", "grew": "grow", "held": "hold", "knew": "know", "led": "lead", "left": "leave", "lost": "lose",
    "loss": "lose", "losses": "lose", "meant": "mean", "met": "meet", "paid": "pay", "ran": "run", "rose": "rise",
    "sent": "send", "shown": "show", "slept": "sleep", "sold": "sell", "spent": "spend", "spoke": "speak",
    "stood": "stand", "thought": "think", "threw": "throw", "wrote": "write", "written": "write", "wrong": "wrong",
}  # fmt: skip

# -- wording --------------------------------------------------------------------------------------------------------

#: Always a yes/no opener at the head of a sentence. Research file, E01.
CLOSED_OPENER = re.compile(r"(did|does|is|are|was|were|has|can|could|would|will)\b", re.IGNORECASE)
#: Also an order ("Do the sum", "Have a look"), so only when the sentence ends in a question mark. Research file, E01.
CLOSED_IF_ASKED = re.compile(
    r"(do|have|had|should|any|may|don't|didn't|isn't|wasn't|aren't)\b", re.IGNORECASE
)
#: "Had she kept quiet, when would you have found out?" is open: an inversion, then the question.
INVERSION = re.compile(r"[,;] (what|when|who|whose|where|which|how|why)\b", re.IGNORECASE)
#: Definitions and trivia, at the head of a sentence. Research file, E02.
DEFINITIONAL = re.compile(
    r"(what (is|are) (an?|the difference)\b|define\b|(tell me |explain )?the difference between\b"
    r"|explain (how|what) .*\bworks?\b|name (three|four|five|some|a few)\b|list (the|all|three|some)\b"
    r"|(what are )?the pros and cons\b)",
    re.IGNORECASE,
)
#: Two questions in one. Research file, E03.
COMPOUND = re.compile(
    r", and (?:how|why|what|who|when|which)\b|\band also\b|\bas well as (?:how|why|what|who)\b",
    re.IGNORECASE,
)
#: What cannot be said aloud, by what it is. Research file, E05.
UNSPEAKABLE = (
    ("a parenthesis", re.compile(r"[()\[\]]")),
    ("a web address", re.compile(r"\b(?:https?:|www\.)", re.IGNORECASE)),
    ("a slash", re.compile(r"\S/\S|\s/\s")),
    ("a semicolon", re.compile(";")),
    ("a bullet", re.compile(r"[•▪*]|(?:^|\s)- ")),
    ("'e.g.' or 'i.e.'", re.compile(r"\b(?:e\.g|i\.e)\b\.?", re.IGNORECASE)),
    ("code", re.compile(r"[`<>=_|\\]|\w\(")),
    ("a sign", re.compile(r"[%$€£#&@~+^]")),
    ("digits", re.compile(r"\d")),
)
#: Tags that hand over the wished answer. Research file, E06.
LEADING = _any_of(
    "don't you", "wouldn't you", "isn't it", "aren't you", "surely", "obviously", "of course", "as you know",
    "i assume", "i suppose you", "best practices?", "as everyone knows", r"right(?=\?)",
)  # fmt: skip
#: Products, vendors and libraries of the trade. Own list from the seeds, the research file and common stacks; kept to
#: names that are no ordinary words, matched as written.
PRODUCTS = _any_of(
    "OpenAI", "ChatGPT", r"GPT(?:-\w+)?", "Claude", "Anthropic", "Gemini", "Llama", "Mistral", "DeepSeek", "Qwen",
    "Copilot", "Bedrock", "SageMaker", "Vertex(?: AI)?", "Azure", "AWS", "GCP", "Google", "Microsoft", "Amazon", "Meta",
    "NVIDIA", "Nvidia", "Databricks", "Snowflake", "BigQuery", "Redshift", "Kubernetes", "Docker", "Kubeflow", "MLflow",
    "Airflow", "Dagster", "Prefect", "dbt", "Kafka", "Flink", "Spark", "Ray", "Redis", "Postgres(?:QL)?", "pgvector",
    "Elasticsearch", "OpenSearch", "Pinecone", "Weaviate", "Milvus", "Qdrant", "Chroma", "FAISS", "LangChain",
    "LangGraph", "LlamaIndex", "Haystack", "DSPy", "vLLM", "TensorRT(?:-LLM)?", "Triton", "Ollama", "PyTorch",
    "TensorFlow", "Keras", "JAX", "scikit-learn", "sklearn", "XGBoost", "LightGBM", "Hugging ?Face", "Grafana",
    "Prometheus", "Datadog", "Splunk", "Evidently", "Arize", "WhyLabs", "Weights (?:&|and) Biases", "Terraform", "Jira",
    "Tableau", "Salesforce", "Slack", "GitHub", "pandas", "Ragas", "Feast", "Tecton",
    flags=0,
)  # fmt: skip

#: Grounds that human rights law protects, and what invites them. Research file, E09, with the list of issue 3.
PROTECTED = _any_of(
    "age", "how old (?:are|were) you", "birth(?:day|date|place)?", "born", "married", "marriage", "spouse", "husband",
    "wife", r"pregnan\w+", "maternity", "paternity", "child(?:ren)?", "kids", "your family", "family plans",
    r"religio\w+", "faith", "church", "mosque", "temple", "synagogue", r"ethnic\w*", "race", "racial", "nationality",
    "citizen(?:ship)?", "immigra\\w+", "visa", "where are you (?:really )?from", "accent", "native speaker",
    "mother tongue", r"disab\w+", "illness", "your health", "sick(?:ness)?", "medical (?:condition|history)", "sexual",
    "sexuality", "gender", "pronouns", "union", "politics", "political", r"arrest\w*", r"convict\w*",
    "current salary", "salary history", "what do you earn", "canadian experience", "graduat(?:ed|ion) (?:year|in)",
)  # fmt: skip
#: What only looks like it. Research file, E09, and terms of the trade that carry the same words.
NOT_PROTECTED = _any_of(
    "race conditions?", "age of (?:the )?(?:data|features?|model|record)s?", "data age", "child process(?:es)?",
    "parent and child", "child (?:run|span|table|node|row|record)s?", "citizen developers?", "in good faith",
    "bad faith", "union of", "union all", "office politics", "conviction", "model family",
)  # fmt: skip
#: Groups as attributes of data, which fairness probes cannot do without. Research file, E09: governance only.
GROUP_ATTRIBUTES = _any_of("gender", "age", "race", "ethnicity", "disability", "nationality", "children")
GROUPS_ALLOWED_IN = "governance"

#: Hypotheticals in a probe that asks for what did happen. Research file, W10.
HYPOTHETICAL = _any_of("would", "suppose", "imagine", "hypothetically")
#: A time or a person, other than the candidate, to enter a story by. Research file, W11; spoken English.
ENTRY_POINTS = _split("""
afternoon afterwards after before began begin day days evening first friday half hour last later launch minute minutes
moment monday month months morning night once quarter saturday since spring start sunday thursday time today tuesday
wednesday week weekend weeks while year years until
anybody anyone client clients colleague colleagues customer customers director everyone everybody finance friend friends
group hire lead manager nobody owner partner people person someone somebody sponsor supplier team user users whoever
""")

# -- signals and ladders --------------------------------------------------------------------------------------------

#: Verbs of what goes on in a head: nobody across the table observes them. Own list.
UNOBSERVABLE = _split("""
appears appreciates assumes aware believes can comprehends considers demonstrates familiar feels grasps has-the-ability
hopes intends knows likes loves means needs possesses realises realizes recognises recognizes respects seems senses
should thinks understands values would
""")
#: Openers that are no verb in the third person and still say what was heard. From section 1.10 of the research file.
SPEECH_OPENERS = _split("""
account admission alert answer blame boast cannot claim complaint doubt example excuse fact facts figure figures guess
guard jargon mention never no nothing number numbers offer only plan praise promise question quote reason remedy reply
retelling says story talk tale unprompted
""")
#: Words that end like a verb in the third person and are none here. Own list.
NOT_VERBS = _split("""
always dashboards details engineers examples experiences failures ideas insights metrics models opinions others perhaps
processes projects skills sometimes systems teams theirs things thoughts tools users years yours
""")
#: Past forms that are no ``-ed``: "Stopped", "Told". Own list.
PAST_FORMS = _split("""
began broke brought built came caught chose cut did drew fell found gave got had held kept knew led left let lost made
met paid put ran read said sat saw sent set showed shut spent spoke stood stuck took told threw went won wrote
""")
#: Praise of the person and notes on the delivery: fluency is no evidence. Research file, E14.
PRAISE = _any_of(
    "good", "great", "excellent", "impressive", "strong", "solid", "deep(?:ly)?", "clear(?:ly)?", "confident(?:ly)?",
    "confidence", r"articulat\w+", r"fluen\w+", r"passion\w*", "energy", r"energetic\w*", r"enthusias\w+", "culture",
    "cultural fit", "seems", "nervous(?:ly)?", r"hesita\w+", "eyes?", "accent", "smart", "sharp", "polished",
    "charismatic", "likeable", "senior-sounding", "smooth(?:ly)?",
)  # fmt: skip
#: The same words about a thing and not about the person. Own list, from what the shipped files say.
NOT_PRAISE = _any_of(
    "deep learning", "strong consistency", "confidence (?:interval|level|bound|score)s?", "clear text",
    "clears?", "energy (?:use|bill|price|demand|forecast|sector|firm)s?", "solid state", "good faith",
    r"model(?:'s)? confidence", "good (?:row|batch|record|version|copy|build|state)s?",
)  # fmt: skip
NEGATIONS = _split(
    "no not never none nothing nobody cannot can't without lacks lack missing omits fails nor isn't"
)
#: Words that change the strength of a rung and not its substance. Research file, E21.
INTENSIFIERS = _split("""
very more some excellent fully most many much several good better best strong stronger clear clearer deep deeper
thorough thoroughly detailed complete completely entirely well basic advanced great greater high higher solid really
highly partly somewhat slightly plus
""")

# -- facts ----------------------------------------------------------------------------------------------------------

#: Figures that claim something of the world: digits, money, shares. Scenario numbers stand in ``say`` and are spelled.
FIGURE = re.compile(r"\d|[$€£]")
#: Digits that point at the ladder or name a thing: "As 3, plus", "F1", "top 5".
NOT_A_FIGURE = re.compile(
    r"\b(?:as|at|than|rungs?|under|above|like) [1-5]\b|\b[A-Za-z]+-?\d+\b|\btop \d+\b", re.IGNORECASE
)
#: What a candidate says ("Sounds strong: recall went from 71 to 93.") and what the evaluator is to ask state nothing.
NOT_STATED = re.compile(
    r"^Sounds (?:strong|weak): (?:'[^']*'|[^.?]*)[.?]?|'[^']*'|(?:(?<=[.;] )[^.;,]*, )?\bask\b[^.;]*",
    re.IGNORECASE,
)
#: Laws, standards and supervisors by name. From fact sheet F11 of the research file.
RULES_BY_NAME = _any_of(
    r"SR \d+-\d+", r"OCC \d{4}-\d+", "OSFI", "E-23", "E-21", "GDPR", "PIPEDA", "HIPAA", "CCPA", "EU AI Act", "AI Act",
    "Annex III", r"Article \d+", r"SB \d+-\d+", r"LL ?144", "Local Law 144", r"NIST", r"ISO(?:/IEC)? \d+", "Basel",
    flags=0,
)  # fmt: skip
#: What makes a fact age within months: a price for a unit. Sums of the past do not move.
FAST_FACT = re.compile(
    r"(?:[$€£]\s?[\d.,]*\d|\b[\d.]+ cents?)\W{0,2}(?:an?|per|each|every)\b|\b(?:list price|price list)\b|\blist at\b",
    re.IGNORECASE,
)
#: Rules no longer in force, and what has their place. From fact sheet F11 (SR 26-2 of 17 April 2026; SB 26-189).
RESCINDED = {"SR 11-7": "SR 26-2", "OCC 2011-12": "OCC 2026-13", "SB 24-205": "SB 26-189"}
SUPERSEDED = re.compile(r"\b(?:superseded|replaced|rescinded|repealed|no longer)\b", re.IGNORECASE)

# -- plans ----------------------------------------------------------------------------------------------------------

#: Words of a role's id that make it one of programmes, rules or people; all others are technical (E26 holds for them).
NOT_TECHNICAL = _split(
    "manager program programme product governance ethics policy vp head chief director officer"
)
#: Competencies of the people-and-value slot (E25). The shipped banks' names, and those an author is likely to pick.
PEOPLE = _split("stakeholders leadership value people communication judgement")
