#include "html_assets.h"

namespace fleetlint::rollout::picture {

const std::string_view page_style = R"css(
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--paper:#fff;--good:#1a7f37;--bad:#b00020;--warn:#9a6700}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9198a1;--line:#3d444d;--paper:#0d1117;--good:#3fb950;--bad:#ff6b7d;--warn:#d29922}}
*{box-sizing:border-box}body{margin:0 auto;max-width:1260px;padding:16px 24px 40px;color:var(--ink);background:var(--paper);font:15px/1.45 system-ui,"Segoe UI",Helvetica,Arial,sans-serif}
h1{margin:.2em 0;font-size:1.5rem;overflow-wrap:anywhere}h2{font-size:1.1rem;margin:1.6em 0 .4em}.lead{font-size:1.05rem;max-width:70ch}.soft,.keys,footer{color:var(--soft)}.keys{font-size:.85rem}
section{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem;width:100%}th,td{text-align:left;padding:.3em .6em;border-bottom:1px solid var(--line);vertical-align:top}th{color:var(--soft);font-weight:600}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}time{white-space:nowrap;font-variant-numeric:tabular-nums}
.checks .good td:nth-child(2){color:var(--good)}.bad,.checks .bad td:nth-child(2){color:var(--bad)}tr.bad{color:inherit}td .soft{font-size:.85em}td .code{overflow-wrap:anywhere}.t{white-space:nowrap}th.n{white-space:normal}tr.bad td:first-child{box-shadow:inset 3px 0 var(--bad)}tr.warn td:first-child{box-shadow:inset 3px 0 var(--warn)}
button{font:inherit;color:inherit;background:none;border:1px solid var(--line);border-radius:4px;padding:.1em .6em;cursor:pointer}
#picture{overflow-x:auto}#picture svg{display:block;width:100%;min-width:860px;height:auto}#picture .row[tabindex]{cursor:pointer;outline-offset:-2px}#picture .row:focus{outline:2px solid #0969da}#picture .b.here{stroke:#0969da;stroke-width:2}
#tip{position:fixed;z-index:9;max-width:32rem;padding:.5em .7em;background:var(--ink);color:var(--paper);border-radius:5px;font-size:.85rem;white-space:pre-line;pointer-events:none}
footer{margin-top:2.5em;font-size:.85rem}details summary{cursor:pointer;margin-top:1.4em;font-weight:600}
@media (min-width:701px){.code{display:inline-block;min-width:13em}}
@media screen and (max-width:700px){body{padding:12px 14px 32px}thead{display:none}table,tbody,tr,td{display:block}tr{border-bottom:1px solid var(--line);padding:.5em .7em}
td,.n,.t{display:grid;grid-template-columns:8.5em 1fr;padding:.1em 0;border:0;text-align:left;white-space:normal;overflow-wrap:anywhere}td>*,td::before{min-width:0}td::before{content:attr(data-h);color:var(--soft)}td:empty{display:none}
tr.bad,tr.warn{padding-left:.6em}tr.bad{border-left:3px solid var(--bad)}tr.warn{border-left:3px solid var(--warn)}tr.bad td:first-child,tr.warn td:first-child{box-shadow:none}}
@media print{:root{--ink:#000;--soft:#444;--line:#bbb;--paper:#fff;--good:#1a7f37;--bad:#b00020;--warn:#9a6700}html{font-size:11px}body{max-width:none;padding:0;font-size:11px}th,td{padding:.2em .4em}.t{white-space:normal}td .code{min-width:0}thead{display:table-header-group}tr{break-inside:avoid}.keys,button,#tip{display:none}section{break-inside:avoid-page;overflow:visible}#picture svg{min-width:0}details{display:block}details>*{display:block}}
)css";

const std::string_view page_script = R"js(
(function(){
"use strict";
[].forEach.call(document.querySelectorAll("table"),function(t){var heads=[].map.call(t.querySelectorAll("th"),function(h){return h.textContent});[].forEach.call(t.querySelectorAll("tbody tr"),function(r){[].forEach.call(r.cells,function(c,i){c.dataset.h=heads[i]||"";
 if(c.childNodes.length>1){var s=document.createElement("span");while(c.firstChild)s.appendChild(c.firstChild);c.appendChild(s)}})})});
var svg=document.querySelector("#picture svg"),rows=[].slice.call(svg.querySelectorAll(".row")),tip=document.getElementById("tip"),below=svg.querySelector("#below"),axis=svg.querySelector("#axis"),
top=+svg.querySelector("#rows").dataset.top,full=+svg.getAttribute("height"),width=+svg.getAttribute("width"),folded=new Set(),kids=rows.map(function(){return 0});
rows.forEach(function(r){if(+r.dataset.p>=0)kids[+r.dataset.p]++});
var span=rows.reduce(function(s,r){return s+ +r.dataset.h},0);
function hidden(i){for(var p=+rows[i].dataset.p;p>=0;p=+rows[p].dataset.p)if(folded.has(p))return true;return false}
function layout(){var y=top;rows.forEach(function(r,i){var h=hidden(i);r.style.display=h?"none":"";if(!h){r.setAttribute("transform","translate(0,"+y+")");y+= +r.dataset.h}
 if(kids[i]){r.setAttribute("aria-expanded",folded.has(i)?"false":"true");var s=r.querySelector(".fold");if(s)s.textContent=folded.has(i)?"\u25b8":"\u25be"}});
 var less=top+span-y;below.setAttribute("transform","translate(0,"+(-less)+")");axis.setAttribute("clip-path","");var h=full-less;svg.setAttribute("height",h);svg.setAttribute("viewBox","0 0 "+width+" "+h);
 axis.style.clipPath="inset(0 0 0 0)";[].forEach.call(axis.querySelectorAll(".grid,.gap,.pub"),function(e){if(e.classList.contains("gap"))e.setAttribute("height",Math.max(0,y-top));else e.setAttribute("d",e.getAttribute("d").replace(/V\d+/g,"V"+y))})}
function toggle(i){if(!kids[i])return;if(folded.has(i))folded.delete(i);else folded.add(i);layout()}
function say(e,text,x,y){if(!text){tip.hidden=true;return}tip.textContent=text;tip.hidden=false;var w=tip.offsetWidth,h=tip.offsetHeight;tip.style.left=Math.max(4,Math.min(x+14,innerWidth-w-8))+"px";tip.style.top=(y+18+h>innerHeight?Math.max(4,y-h-12):y+18)+"px"}
rows.forEach(function(r,i){r.setAttribute("tabindex",i?"-1":"0");if(kids[i]){r.setAttribute("role","button");var t=r.querySelector("text"),s=document.createElementNS("http://www.w3.org/2000/svg","text");s.setAttribute("class","soft fold");
 s.setAttribute("x",Math.max(0,+t.getAttribute("x")-8));s.setAttribute("y",t.getAttribute("y"));s.setAttribute("font-size","9");t.setAttribute("x",+t.getAttribute("x")+4);r.insertBefore(s,t)}
 r.addEventListener("click",function(e){if(!e.target.classList.contains("b"))toggle(i);r.focus()})});
function texts(e){var t=e&&e.querySelector&&e.querySelector("title");return t?t.textContent:(e&&e.dataset&&e.dataset.tip)||""}
[].forEach.call(svg.querySelectorAll("title"),function(t){t.parentNode.setAttribute("data-tip",t.textContent);t.parentNode.removeChild(t)});
svg.addEventListener("mousemove",function(e){say(e,texts(e.target),e.clientX,e.clientY)});svg.addEventListener("mouseleave",function(){tip.hidden=true});
var bar=-1;
function mark(r,k){[].forEach.call(svg.querySelectorAll(".here"),function(b){b.classList.remove("here")});var bars=r.querySelectorAll(".b");if(!bars.length){tip.hidden=true;return}bar=(k+bars.length)%bars.length;var b=bars[bar];b.classList.add("here");
 var box=b.getBoundingClientRect();say(null,texts(b),box.left,box.bottom-10)}
svg.addEventListener("keydown",function(e){var i=rows.indexOf(document.activeElement);if(i<0)return;var k=e.key,j=i;
 if(k==="ArrowDown"){do j++;while(j<rows.length&&hidden(j))}else if(k==="ArrowUp"){do j--;while(j>=0&&hidden(j))}
 else if(k==="ArrowRight"){mark(rows[i],bar+1);e.preventDefault();return}else if(k==="ArrowLeft"){mark(rows[i],bar-1);e.preventDefault();return}
 else if(k==="Enter"||k===" "){toggle(i);e.preventDefault();return}else if(k==="Escape"){tip.hidden=true;return}else return;
 e.preventDefault();if(j>=0&&j<rows.length){rows[i].setAttribute("tabindex","-1");rows[j].setAttribute("tabindex","0");rows[j].focus();bar=-1;tip.hidden=true}});
document.getElementById("fold").onclick=function(){rows.forEach(function(r,i){if(kids[i])folded.add(i)});layout()};
document.getElementById("unfold").onclick=function(){folded.clear();layout()};
addEventListener("beforeprint",function(){folded.clear();layout();[].forEach.call(document.querySelectorAll("details"),function(d){d.open=true})});
layout();
})();
)js";

}  // namespace fleetlint::rollout::picture
