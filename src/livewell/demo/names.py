"""Fictional names and words for the demo: nobody here exists."""

FIRST_NAMES = (
    "Agnes", "Alan", "Albert", "Alice", "Amina", "Anjali", "Arthur", "Asha", "Barbara", "Beatrice", "Bernard", "Beryl",
    "Brenda", "Brian", "Carol", "Cedric", "Charles", "Clive", "Colin", "Cynthia", "Daniel", "Daphne", "David", "Deborah",
    "Denise", "Dennis", "Derek", "Dilys", "Doreen", "Dorothy", "Edith", "Edward", "Eileen", "Elsie", "Emeka", "Eric",
    "Ethel", "Fatima", "Frances", "Frank", "Geoffrey", "George", "Gerald", "Gladys", "Gloria", "Gordon", "Grace", "Graham",
    "Gwen", "Halina", "Harold", "Harriet", "Hazel", "Helen", "Henry", "Hilda", "Howard", "Ian", "Imran", "Irene",
    "Iris", "Ivy", "Jacqueline", "Janet", "Jean", "Jennifer", "Joan", "Josephine", "Joyce", "June", "Karen", "Kathleen",
    "Keith", "Kenneth", "Kwame", "Leonard", "Leslie", "Lillian", "Linda", "Mabel", "Malcolm", "Margaret", "Marion", "Marjorie",
    "Martin", "Maureen", "Mavis", "Mohammed", "Moira", "Muriel", "Nadia", "Nigel", "Nora", "Norman", "Olive", "Pamela",
    "Patricia", "Pauline", "Peggy", "Percy", "Philip", "Piotr", "Priya", "Ralph", "Raymond", "Rita", "Robert", "Roger",
    "Ronald", "Rosemary", "Roy", "Ruth", "Sandra", "Sheila", "Sidney", "Stanley", "Susan", "Sylvia", "Terence", "Thelma",
    "Trevor", "Valerie", "Vera", "Veronica", "Vincent", "Violet", "Walter", "Wendy", "Wilfred", "Winifred", "Yvonne", "Zofia",
)  # fmt: skip

FAMILY_NAMES = (
    "Abbotsford", "Alderwick", "Ashdowne", "Barrowcliffe", "Beckinsall", "Birkinshaw", "Blackthorne", "Bramhallow", "Brindley-Coe", "Burnaston",
    "Calloway", "Castlegate", "Chettleborough", "Clarendale", "Clipstonby", "Colwickham", "Cranmere", "Cropthorne", "Dalebrook", "Danethorpe",
    "Denholmby", "Draycombe", "Eastergate", "Elmhurst", "Epperstone-Hill", "Fairweather", "Fennimoor", "Fernyhough", "Foxcombe", "Gainsley",
    "Garthwood", "Gedlington", "Goodacre", "Granbyfield", "Hallowfield", "Harlaxby", "Hawksmoor", "Hazelgrove", "Hickling-Moss", "Holmebridge",
    "Ingleby-Ward", "Jessamine", "Kettlewick", "Kinoulder", "Lambley-Rhodes", "Langarfield", "Larkspur", "Linbyford", "Lowdhamson", "Maplebeck",
    "Marlpool", "Merryweather", "Millbank", "Mossgrove", "Netherfold", "Normanside", "Oakenshaw", "Orstonby", "Oxtonbury", "Papplewickson",
    "Penhallow", "Plumtree-Jones", "Quarrington", "Radcliffeson", "Ravensdale", "Rempstonby", "Rosewarne", "Saxondale", "Scarringtonby", "Shelfordson",
    "Silverdale", "Skegbyfield", "Southwellow", "Stantonbury", "Stathernby", "Stonebridge", "Sycamore", "Thistlewood", "Thorotonby", "Thrumptonby",
    "Tithebarn", "Tollertonby", "Trentham-Lee", "Underwood-Shaw", "Upperdale", "Wainscott", "Walkeringham", "Wheatgrass", "Whittlewood", "Widmerpole",
    "Wilfordson", "Willowmere", "Windergate", "Wiverton", "Woldsby", "Woodborough-Fox", "Wyvernhall", "Yarrowby", "Yewdale", "Zouchby",
)  # fmt: skip

STREETS = (
    "Teasel Row", "Larkrise Close", "Old Mill Croft", "Plumtree Rise", "Hopscotch Lane", "Bluebell Walk", "Ferryman's Yard",
    "Orchard Ghyll", "Candlewick Street", "Weavers Fold", "Meadowsweet Drive", "Signal Box Lane",
)  # fmt: skip

PRACTICES = (
    # Name, area, a postcode sector near where it stands.
    ("Willowbank Surgery", "Central", "NG2 5"),
    ("Heron Quay Medical Practice", "Central", "NG2 6"),
    ("Candlemas Practice", "Central", "NG2 7"),
    ("Tithe Barn Surgery", "Central", "NG2 5"),
    ("Fosse Meadow Health Centre", "North", "NG13 8"),
    ("Skylark Surgery", "North", "NG12 2"),
    ("Colliers Oak Practice", "North", "NG12 3"),
    ("Saxon Ford Surgery", "North", "NG13 8"),
    ("Old Orchard Medical Practice", "South", "LE12 6"),
    ("Millstone Lane Surgery", "South", "NG11 6"),
    ("Wolds Edge Practice", "South", "NG12 5"),
    ("Gypsum Hill Surgery", "South", "NG11 0"),
)

AREAS: dict[str, tuple[tuple[float, float], ...]] = {
    # Longitude and latitude, drawn by hand with few corners: good enough to try things out, and nobody's survey.
    "North": (
        (-1.056, 52.952), (-1.03, 52.985), (-0.99, 53.002), (-0.92, 53.036), (-0.83, 53.035), (-0.815, 52.99),
        (-0.82, 52.9), (-0.9, 52.872), (-1.03, 52.872), (-1.067, 52.918), (-1.056, 52.952),
    ),
    "Central": (
        (-1.16, 52.903), (-1.165, 52.925), (-1.14, 52.94), (-1.125, 52.945), (-1.085, 52.955), (-1.056, 52.952),
        (-1.067, 52.918), (-1.1, 52.897), (-1.139, 52.899), (-1.16, 52.903),
    ),
    "South": (
        (-1.16, 52.903), (-1.139, 52.899), (-1.1, 52.897), (-1.067, 52.918), (-1.03, 52.872), (-0.9, 52.872),
        (-0.875, 52.83), (-0.95, 52.815), (-1.05, 52.815), (-1.17, 52.79), (-1.275, 52.79), (-1.275, 52.86),
        (-1.22, 52.905), (-1.16, 52.903),
    ),
}  # fmt: skip

COACHES = (("Priya Hallowfield", "North"), ("Tom Ravensdale", "Central"), ("Bronwen Yewdale", "South"))
LINK_WORKERS = (
    ("Marcus Saxondale", "North"),
    ("Halina Foxcombe", "North"),
    ("Asha Larkspur", "Central"),
    ("Joe Thistlewood", "Central"),
    ("Carys Wyvernhall", "South"),
    ("Daniel Oakenshaw", "South"),
)
GP_FAMILY_NAMES = (
    "Marlpool", "Goodacre", "Rosewarne", "Elmhurst", "Quarrington", "Kettlewick", "Penhallow", "Danethorpe", "Jessamine", "Calloway",
    "Larkspur", "Windergate", "Stonebridge", "Fairweather", "Draycombe", "Cranmere", "Silverdale", "Maplebeck", "Harlaxby", "Eastergate",
    "Upperdale", "Mossgrove", "Woldsby", "Yarrowby",
)  # fmt: skip
NURSE_NAMES = (
    "Grace Whittlewood", "Sunita Holmebridge", "Paul Ashdowne", "Ngozi Clarendale", "Ewa Underwood-Shaw", "Liam Barrowcliffe",
    "Ruth Hawksmoor", "Amina Plumtree-Jones", "Colin Shelfordson", "Megan Tithebarn", "Joy Cropthorne", "Irene Netherfold",
)  # fmt: skip
