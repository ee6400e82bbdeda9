/** The whole look of a page. Colours have a contrast of at least 4.5 on white; sizes are relative, so that a reader's own size holds. */
export const PAGE_STYLE = `
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0 auto;max-width:76rem;padding:1rem 1.5rem 3rem;font:1rem/1.5 system-ui,"Segoe UI",Roboto,sans-serif;color:#222;background:#fff}
a{color:#1B5299}
a:focus,[tabindex]:focus{outline:3px solid #1B5299;outline-offset:2px}
.skip{position:absolute;left:-100rem;top:0;background:#fff;padding:.5rem 1rem}
.skip:focus{left:1rem}
h1{font-size:1.9rem;line-height:1.2;margin:.5rem 0}
h2{font-size:1.4rem;margin:2.5rem 0 .5rem;border-bottom:2px solid #2266BB;padding-bottom:.2rem}
h3{font-size:1.1rem;margin:1.5rem 0 .5rem}
.mark,.notice{border-left:.4rem solid #C98A00;background:#FFF7E5;padding:.6rem 1rem;margin:1rem 0;font-weight:600}
nav ol{columns:2;padding-left:1.5rem}
.scroll{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{padding:.3rem .55rem;border-bottom:1px solid #ccc;text-align:left;vertical-align:top;overflow-wrap:anywhere;hyphens:auto;min-width:7.5rem}

tbody th{font-weight:500}
.n{text-align:right;overflow-wrap:normal}
td.n{white-space:nowrap}
thead th{border-bottom:2px solid #444;vertical-align:bottom;white-space:normal}
th.n,td.n{min-width:5.5rem}
tfoot td,tfoot th{border-top:2px solid #444;font-weight:600}
figure{margin:1.5rem 0}
figure svg{max-width:100%;height:auto}
svg text{font-family:system-ui,"Segoe UI",Roboto,sans-serif}
figcaption{font-size:.9rem;max-width:60rem}
footer{margin-top:3rem;border-top:1px solid #ccc;font-size:.85rem;overflow-wrap:anywhere}
@media print{body{max-width:none;padding:0;font-size:9pt}nav,.skip{display:none}.scroll{overflow:visible}section{break-inside:auto}h2,h3,caption{break-after:avoid}tr,figure{break-inside:avoid}thead{display:table-header-group}tfoot{display:table-row-group}a{color:inherit;text-decoration:none}}
`;
