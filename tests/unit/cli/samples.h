#pragma once
#include <string>
#include <string_view>

namespace longshore::cli::test {

inline constexpr std::string_view isa =
    "ISA*00*          *00*          *02*NORTHWIND      *ZZ*HARBOUR        *260302*1405*U*00401*000000101*0*T*>~\n";

/// Two ship notices; the second lacks its shipment id and has a name that is too long.
inline std::string two_notices() {
  return std::string(isa) +
         "GS*SH*NWND*HARB*20260302*1405*7*X*004010~\n"
         "ST*856*0001~\nBSN*00*SHP1*20260302*1405~\nHL*1**S~\nN1*ST*TIDEWICK*92*TW01~\nHL*2*1*O~\nPRF*PO1~\nHL*3*2*I~\n"
         "LIN**VN*A1~\nHL*4*2*I~\nCTT*4~\nSE*11*0001~\n"
         "ST*856*0002~\nBSN*00**20260302*1405~\nHL*1**S~\nN1*ST*" +
         std::string(61, 'X') +
         "*92*TW01~\nCTT*1~\nSE*6*0002~\n"
         "GE*2*7~\nIEA*1*000000101~\n";
}

inline std::string one_notice() {
  return std::string(isa) +
         "GS*SH*NWND*HARB*20260302*1405*7*X*004010~ST*856*0001~BSN*00*SHP1*20260302*1405~HL*1**S~SE*4*0001~GE*1*7~"
         "IEA*1*000000101~";
}

inline std::string despatch_advice() {
  return "UNA:+.? 'UNB+UNOC:3+NORDKAI:14+HARBOUR:14+260302:1405+REF1'UNH+1+DESADV:D:96A:UN'BGM+351+LS1+9'"
         "CPS+1'CPS+2+1'UNT+5+1'UNZ+1+REF1'";
}

}  // namespace longshore::cli::test
