/** The page's style sheets, in cascade order. */
import colours from "./style/colours.css" with { type: "text" };
import top from "./style/top.css" with { type: "text" };
import diagram from "./style/diagram.css" with { type: "text" };
import panel from "./style/panel.css" with { type: "text" };
import key from "./style/key.css" with { type: "text" };
import narrow from "./style/narrow.css" with { type: "text" };

/** The combined style sheet, as text. */
export const style: string = [colours, top, diagram, panel, key, narrow].join("\n");
