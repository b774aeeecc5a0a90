/** Words that only make up the form of a request, such as “give me some papers about …”. */
export const REQUEST_WORDS = new Set(
  "paper papers article articles work works study studies publication publications preprint preprints abstract abstracts research literature thing things stuff".split(
    " ",
  ),
);
