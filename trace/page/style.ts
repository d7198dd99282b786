/** The page's style, in the order in which it is to be read. */
import colours from "./style/colours.css" with { type: "text" };
import top from "./style/top.css" with { type: "text" };
import diagram from "./style/diagram.css" with { type: "text" };
import panel from "./style/panel.css" with { type: "text" };
import key from "./style/key.css" with { type: "text" };
import narrow from "./style/narrow.css" with { type: "text" };

/** The style sheet, as one text. */
export const style: string = [colours, top, diagram, panel, key, narrow].join("\n");
