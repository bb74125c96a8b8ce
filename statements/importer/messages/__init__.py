"""What the importer tells people, as templates to translate: why it refuses, what it drops, what to look at.

The importer makes its sentences in English, in a process without Django, and the archive keeps them so. These are the
forms of those sentences, and `say` puts one into the language of the page. A field is what differs from file to file:

    numbers    {size} {limit} {count} {more} {number} {start} {line} {percent} {seconds}
    sentences  {what} {reason} {origin}: from these lists themselves, and translated on their own
    languages  {language} {another} {languages}: English names; {script}: of letters
    a moment   {moment}: ISO 8601
    facts      {old} {new}: translated where they are nothing, yes, no, a kind or a language;
               {label} {labels}: names of facts, roles and kinds; {changes}: several sentences about facts
    a list     {parts}: of a mail, each with the reason against it
    the rest   names and words, shown as they are

The log of a document and the faults of watched sources are kept and said in the same way.

A test reads the code of the importer, and fails where it says what no template here covers.
"""
