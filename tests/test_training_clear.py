"""The conversion from Universal Dependencies to CLEAR, construction by construction."""

import pytest

from training.clear import convert
from training.conllu import Sentence, parse_conllu

# Each word of a case: form lemma UPOS tag head relation -> the head and label it gets
CASES = {
    "copula with a noun": """
        It it PRON PRP 4 nsubj -> 2 nsubj
        is be AUX VBZ 4 cop -> 0 ROOT
        a a DET DT 4 det -> 4 det
        plan plan NOUN NN 0 root -> 2 attr
        . . PUNCT . 4 punct -> 2 punct
    """,
    "copula with an adjective; negation belongs to the clause": """
        They they PRON PRP 4 nsubj -> 2 nsubj
        are be AUX VBP 4 cop -> 0 ROOT
        not not PART RB 4 advmod -> 2 neg
        ready ready ADJ JJ 0 root -> 2 acomp
    """,
    "copula with a preposition": """
        He he PRON PRP 4 nsubj -> 2 nsubj
        was be AUX VBD 4 cop -> 0 ROOT
        in in ADP IN 4 case -> 2 prep
        Paris Paris PROPN NNP 0 root -> 3 pobj
    """,
    "copula with a clause": """
        The the DET DT 2 det -> 2 det
        aim aim NOUN NN 5 nsubj:outer -> 3 nsubj
        is be AUX VBZ 5 cop -> 0 ROOT
        to to PART TO 5 mark -> 5 aux
        win win VERB VB 0 root -> 3 xcomp
    """,
    "copula with a finite clause": """
        The the DET DT 2 det -> 2 det
        fear fear NOUN NN 6 nsubj:outer -> 3 nsubj
        is be AUX VBZ 6 cop -> 0 ROOT
        that that SCONJ IN 6 mark -> 6 mark
        prices price NOUN NNS 6 nsubj -> 6 nsubj
        rise rise VERB VBP 0 root -> 3 ccomp
    """,
    "preposition of a noun and of a verb": """
        Talks talk NOUN NNS 4 nsubj -> 4 nsubj
        on on ADP IN 3 case -> 1 prep
        trade trade NOUN NN 1 nmod -> 2 pobj
        began begin VERB VBD 0 root -> 0 ROOT
        in in ADP IN 6 case -> 4 prep
        May May PROPN NNP 4 obl -> 5 pobj
    """,
    "possessive": """
        Iran Iran PROPN NNP 3 nmod:poss -> 3 poss
        's 's PART POS 1 case -> 1 case
        plan plan NOUN NN 0 root -> 0 ROOT
    """,
    "agent of a passive": """
        It it PRON PRP 3 nsubj:pass -> 3 nsubjpass
        was be AUX VBD 3 aux:pass -> 3 auxpass
        signed sign VERB VBN 0 root -> 0 ROOT
        by by ADP IN 6 case -> 3 agent
        both both DET DT 6 det -> 6 det
        sides side NOUN NNS 3 obl:agent -> 4 pobj
    """,
    "recipient with to": """
        She she PRON PRP 2 nsubj -> 2 nsubj
        gave give VERB VBD 0 root -> 0 ROOT
        aid aid NOUN NN 2 obj -> 2 dobj
        to to ADP IN 5 case -> 2 dative
        Kenya Kenya PROPN NNP 2 obl -> 4 pobj
    """,
    "recipient without a preposition": """
        She she PRON PRP 2 nsubj -> 2 nsubj
        gave give VERB VBD 0 root -> 0 ROOT
        them they PRON PRP 2 iobj -> 2 dative
        aid aid NOUN NN 2 obj -> 2 dobj
    """,
    "indirect object alone": """
        He he PRON PRP 2 nsubj -> 2 nsubj
        told tell VERB VBD 0 root -> 0 ROOT
        police police NOUN NNS 2 iobj -> 2 dobj
        that that SCONJ IN 6 mark -> 6 mark
        it it PRON PRP 6 nsubj -> 6 nsubj
        worked work VERB VBD 2 ccomp -> 2 ccomp
    """,
    "chained prepositions": """
        He he PRON PRP 2 nsubj -> 2 nsubj
        came come VERB VBD 0 root -> 0 ROOT
        from from ADP IN 6 case -> 2 prep
        behind behind ADP IN 6 case -> 3 prep
        the the DET DT 6 det -> 6 det
        wall wall NOUN NN 2 obl -> 4 pobj
    """,
    "fixed preposition: out of": """
        He he PRON PRP 2 nsubj -> 2 nsubj
        ran run VERB VBD 0 root -> 0 ROOT
        out out ADP IN 5 case -> 2 prep
        of of ADP IN 3 fixed -> 3 prep
        time time NOUN NN 2 obl -> 4 pobj
    """,
    "fixed preposition: because of": """
        They they PRON PRP 2 nsubj -> 2 nsubj
        left leave VERB VBD 0 root -> 0 ROOT
        because because ADP IN 5 case -> 2 prep
        of of ADP IN 3 fixed -> 3 pcomp
        rain rain NOUN NN 2 obl -> 3 pobj
    """,
    "fixed preposition: such as": """
        states state NOUN NNS 0 root -> 0 ROOT
        such such ADJ JJ 4 case -> 3 amod
        as as ADP IN 2 fixed -> 1 prep
        Chad Chad PROPN NNP 1 nmod -> 3 pobj
    """,
    "fixed preposition: instead of": """
        He he PRON PRP 2 nsubj -> 2 nsubj
        sent send VERB VBD 0 root -> 0 ROOT
        tea tea NOUN NN 2 obj -> 2 dobj
        instead instead ADV RB 6 case -> 5 advmod
        of of ADP IN 4 fixed -> 2 prep
        coffee coffee NOUN NN 2 obl -> 5 pobj
    """,
    "fixed conjunction: as well as": """
        tea tea NOUN NN 0 root -> 0 ROOT
        as as ADV RB 5 cc -> 3 advmod
        well well ADV RB 2 fixed -> 4 advmod
        as as ADP IN 2 fixed -> 1 cc
        milk milk NOUN NN 1 conj -> 1 conj
    """,
    "fixed number: more than": """
        more more ADJ JJR 3 advmod -> 3 amod
        than than ADP IN 1 fixed -> 3 quantmod
        fifty fifty NUM CD 4 nummod -> 4 nummod
        ships ship NOUN NNS 0 root -> 0 ROOT
    """,
    "fixed adverb: at least": """
        They they PRON PRP 2 nsubj -> 2 nsubj
        tried try VERB VBD 0 root -> 0 ROOT
        at at ADP IN 2 advmod -> 4 advmod
        least least ADJ JJS 3 fixed -> 2 advmod
    """,
    "fixed pronoun: each other": """
        They they PRON PRP 2 nsubj -> 2 nsubj
        met meet VERB VBD 0 root -> 0 ROOT
        each each DET DT 2 obj -> 4 det
        other other ADJ JJ 3 fixed -> 2 dobj
    """,
    "preposition with a gerund": """
        He he PRON PRP 2 nsubj -> 2 nsubj
        left leave VERB VBD 0 root -> 0 ROOT
        without without SCONJ IN 4 mark -> 2 prep
        paying pay VERB VBG 2 advcl -> 3 pcomp
    """,
    "preposition with a finite clause stays a conjunction": """
        He he PRON PRP 2 nsubj -> 2 nsubj
        left leave VERB VBD 0 root -> 0 ROOT
        before before SCONJ IN 5 mark -> 5 mark
        she she PRON PRP 5 nsubj -> 5 nsubj
        came come VERB VBD 2 advcl -> 2 advcl
    """,
    "preposition with a question": """
        doubts doubt NOUN NNS 0 root -> 0 ROOT
        about about SCONJ IN 5 mark -> 1 prep
        who who PRON WP 5 nsubj -> 5 nsubj
        will will AUX MD 5 aux -> 5 aux
        win win VERB VB 1 acl -> 2 pcomp
    """,
    "name of several words": """
        Angela Angela PROPN NNP 3 nsubj -> 2 compound
        Merkel Merkel PROPN NNP 1 flat -> 3 nsubj
        spoke speak VERB VBD 0 root -> 0 ROOT
    """,
    "title before a name": """
        Chancellor Chancellor PROPN NNP 2 nmod:desc -> 2 compound
        Merkel Merkel PROPN NNP 3 nsubj -> 3 nsubj
        spoke speak VERB VBD 0 root -> 0 ROOT
    """,
    "suffix after a name": """
        Ken Ken PROPN NNP 4 nsubj -> 3 compound
        Hall Hall PROPN NNP 1 flat -> 3 compound
        Jr. Jr. PROPN NNP 1 nmod:desc -> 4 nsubj
        spoke speak VERB VBD 0 root -> 0 ROOT
    """,
    "conjuncts form a chain": """
        tea tea NOUN NN 0 root -> 0 ROOT
        , , PUNCT , 3 punct -> 1 punct
        milk milk NOUN NN 1 conj -> 1 conj
        and and CCONJ CC 5 cc -> 3 cc
        rum rum NOUN NN 1 conj -> 3 conj
    """,
    "coordinated phrases with prepositions": """
        He he PRON PRP 2 nsubj -> 2 nsubj
        spoke speak VERB VBD 0 root -> 0 ROOT
        in in ADP IN 4 case -> 2 prep
        Rome Rome PROPN NNP 2 obl -> 3 pobj
        and and CCONJ CC 7 cc -> 3 cc
        in in ADP IN 7 case -> 3 conj
        Bonn Bonn PROPN NNP 4 conj -> 6 pobj
    """,
    "open complement: infinitive": """
        They they PRON PRP 2 nsubj -> 2 nsubj
        plan plan VERB VBP 0 root -> 0 ROOT
        to to PART TO 4 mark -> 4 aux
        meet meet VERB VB 2 xcomp -> 2 xcomp
    """,
    "open complement: adjective": """
        It it PRON PRP 2 nsubj -> 2 nsubj
        seems seem VERB VBZ 0 root -> 0 ROOT
        safe safe ADJ JJ 2 xcomp -> 2 acomp
    """,
    "open complement: noun": """
        He he PRON PRP 2 nsubj -> 2 nsubj
        became become VERB VBD 0 root -> 0 ROOT
        king king NOUN NN 2 xcomp -> 2 attr
    """,
    "object and adjective": """
        She she PRON PRP 2 nsubj -> 2 nsubj
        called call VERB VBD 0 root -> 0 ROOT
        it it PRON PRP 2 obj -> 2 dobj
        great great ADJ JJ 2 xcomp -> 2 oprd
    """,
    "an indirect object before an infinitive": """
        Cuba Cuba PROPN NNP 2 nsubj -> 2 nsubj
        allowed allow VERB VBD 0 root -> 0 ROOT
        them they PRON PRP 2 iobj -> 5 nsubj
        to to PART TO 5 mark -> 5 aux
        leave leave VERB VB 2 xcomp -> 2 ccomp
    """,
    "raised object: subject of the complement": """
        They they PRON PRP 2 nsubj -> 2 nsubj
        want want VERB VBP 0 root -> 0 ROOT
        us we PRON PRP 2 obj -> 5 nsubj
        to to PART TO 5 mark -> 5 aux
        go go VERB VB 2 xcomp -> 2 ccomp
    """,
    "controlled object: object of the verb": """
        They they PRON PRP 2 nsubj -> 2 nsubj
        asked ask VERB VBD 0 root -> 0 ROOT
        us we PRON PRP 2 obj -> 2 dobj
        to to PART TO 5 mark -> 5 aux
        go go VERB VB 2 xcomp -> 2 xcomp
    """,
    "existential there": """
        There there PRON EX 2 expl -> 2 expl
        were be VERB VBD 0 root -> 0 ROOT
        talks talk NOUN NNS 2 nsubj -> 2 attr
    """,
    "expletive it and an extraposed clause": """
        It it PRON PRP 3 expl -> 2 nsubj
        is be AUX VBZ 3 cop -> 0 ROOT
        clear clear ADJ JJ 0 root -> 2 acomp
        that that SCONJ IN 6 mark -> 6 mark
        he he PRON PRP 6 nsubj -> 6 nsubj
        lost lose VERB VBD 3 csubj -> 2 ccomp
    """,
    "expletive it and an infinitive": """
        It it PRON PRP 3 expl -> 2 nsubj
        is be AUX VBZ 3 cop -> 0 ROOT
        hard hard ADJ JJ 0 root -> 2 acomp
        to to PART TO 5 mark -> 5 aux
        win win VERB VB 3 csubj -> 2 xcomp
    """,
    "clausal subject": """
        Winning win VERB VBG 2 csubj -> 2 csubj
        matters matter VERB VBZ 0 root -> 0 ROOT
    """,
    "free relative as an object": """
        He he PRON PRP 2 nsubj -> 2 nsubj
        knows know VERB VBZ 0 root -> 0 ROOT
        what what PRON WP 2 obj -> 5 dobj
        they they PRON PRP 5 nsubj -> 5 nsubj
        want want VERB VBP 3 acl:relcl -> 2 ccomp
    """,
    "free relative as a subject": """
        What what PRON WP 3 nsubj -> 2 nsubj
        happened happen VERB VBD 1 acl:relcl -> 3 csubj
        surprised surprise VERB VBD 0 root -> 0 ROOT
        us we PRON PRP 3 obj -> 3 dobj
    """,
    "free relative over two verbs": """
        This this PRON DT 3 nsubj -> 2 nsubj
        is be AUX VBZ 3 cop -> 0 ROOT
        what what PRON WP 0 root -> 7 dobj
        he he PRON PRP 5 nsubj -> 5 nsubj
        wants want VERB VBZ 3 acl:relcl -> 2 ccomp
        to to PART TO 7 mark -> 7 aux
        do do VERB VB 5 xcomp -> 5 xcomp
    """,
    "relative clause": """
        the the DET DT 2 det -> 2 det
        man man NOUN NN 0 root -> 0 ROOT
        who who PRON WP 4 nsubj -> 4 nsubj
        left leave VERB VBD 2 acl:relcl -> 2 relcl
    """,
    "quotation before the verb of saying": """
        It it PRON PRP 2 nsubj -> 2 nsubj
        works work VERB VBZ 0 root -> 5 ccomp
        , , PUNCT , 5 punct -> 5 punct
        she she PRON PRP 5 nsubj -> 5 nsubj
        said say VERB VBD 2 parataxis -> 0 ROOT
        . . PUNCT . 2 punct -> 5 punct
    """,
    "verb of saying inside the quotation stays parataxis": """
        It it PRON PRP 4 nsubj -> 4 nsubj
        , , PUNCT , 4 punct -> 4 punct
        will will AUX MD 4 aux -> 4 aux
        work work VERB VB 0 root -> 0 ROOT
        , , PUNCT , 7 punct -> 7 punct
        she she PRON PRP 7 nsubj -> 7 nsubj
        said say VERB VBD 4 parataxis -> 4 parataxis
        , , PUNCT , 7 punct -> 7 punct
        tomorrow tomorrow NOUN NN 4 obl:tmod -> 4 npadvmod
    """,
    "negation": """
        They they PRON PRP 4 nsubj -> 4 nsubj
        did do AUX VBD 4 aux -> 4 aux
        n't not PART RB 4 advmod -> 4 neg
        come come VERB VB 0 root -> 0 ROOT
    """,
    "amount of money": """
        It it PRON PRP 2 nsubj -> 2 nsubj
        cost cost VERB VBD 0 root -> 0 ROOT
        $ $ SYM $ 2 obj -> 4 nmod
        5 5 NUM CD 3 nummod -> 2 dobj
    """,
    "amount of money in millions": """
        It it PRON PRP 2 nsubj -> 2 nsubj
        cost cost VERB VBD 0 root -> 0 ROOT
        $ $ SYM $ 2 obj -> 5 quantmod
        5 5 NUM CD 5 compound -> 5 compound
        million million NUM CD 3 nummod -> 2 dobj
    """,
    "particle": """
        They they PRON PRP 2 nsubj -> 2 nsubj
        set set VERB VBD 0 root -> 0 ROOT
        up up ADP RP 2 compound:prt -> 2 prt
        camp camp NOUN NN 2 obj -> 2 dobj
    """,
    "bare time": """
        They they PRON PRP 2 nsubj -> 2 nsubj
        met meet VERB VBD 0 root -> 0 ROOT
        Monday Monday PROPN NNP 2 obl:unmarked -> 2 npadvmod
    """,
    "apposition and determiners": """
        all all DET PDT 3 det:predet -> 3 predet
        our our PRON PRP$ 3 nmod:poss -> 3 poss
        men man NOUN NNS 0 root -> 0 ROOT
        , , PUNCT , 5 punct -> 5 punct
        heroes hero NOUN NNS 3 appos -> 3 appos
    """,
    "passive subject": """
        It it PRON PRP 3 nsubj:pass -> 3 nsubjpass
        was be AUX VBD 3 aux:pass -> 3 auxpass
        sold sell VERB VBN 0 root -> 0 ROOT
    """,
}


def read(case: str) -> tuple[Sentence, list[str]]:
    rows, expected = [], []
    for number, line in enumerate(case.strip().splitlines(), 1):
        given, _, wanted = line.partition("->")
        form, lemma, upos, tag, head, rel = given.split()
        rows.append("\t".join([str(number), form, lemma, upos, tag, "_", head, rel, "_", "_"]))
        expected.append(wanted.strip())
    return next(parse_conllu(rows)), expected


@pytest.mark.parametrize("construction", CASES)
def test_construction(construction: str) -> None:
    sentence, expected = read(CASES[construction])
    assert [f"{word.head} {word.rel}" for word in convert(sentence).words] == expected


def test_agent_is_guessed_only_when_asked() -> None:
    sentence, _ = read("""
        It it PRON PRP 3 nsubj:pass
        was be AUX VBD 3 aux:pass
        signed sign VERB VBN 0 root
        by by ADP IN 5 case
        Iran Iran PROPN NNP 3 obl
    """)
    assert convert(sentence).words[3].rel == "prep"
    assert convert(sentence, guess_agent=True).words[3].rel == "agent"


def test_a_day_is_no_agent() -> None:
    sentence, _ = read("""
        signed sign VERB VBN 0 root
        by by ADP IN 3 case
        Monday Monday PROPN NNP 1 obl
    """)
    assert convert(sentence, guess_agent=True).words[1].rel == "prep"


def test_argument_is_left_as_it_was() -> None:
    sentence, _ = read(CASES["copula with a noun"])
    before = sentence.copy()
    convert(sentence)
    assert sentence == before


def test_crossing_comma_is_lifted() -> None:
    sentence, _ = read("""
        Talks talk NOUN NNS 3 nsubj
        , , PUNCT , 4 punct
        began begin VERB VBD 0 root
        today today NOUN NN 3 obl:tmod
    """)
    assert [word.head for word in convert(sentence).words] == [3, 3, 0, 3]


def test_text_and_offsets_of_contractions() -> None:
    rows = [
        "# newdoc id = d1",
        "# sent_id = s1",
        "1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_",
        "1\tdo\tdo\tAUX\tVBP\t_\t3\taux\t_\t_",
        "2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_",
        "3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No",
        "3.1\tx\tx\tX\tX\t_\t_\t_\t_\t_",
        "4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_",
    ]
    sentence = next(parse_conllu(rows))
    assert (sentence.text, sentence.id, sentence.document) == ("don't go.", "s1", "d1")
    assert [(word.start, word.end) for word in sentence.words] == [(0, 2), (2, 5), (6, 8), (8, 9)]
