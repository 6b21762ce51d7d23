#include "tests/bench/generate.h"

#include <array>
#include <random>

namespace longshore::bench {
namespace {

constexpr std::array parts{"HS-4410", "HS-4425", "NW-10031", "KB-7", "TDW-550-A", "LC-88123", "QX-19", "RVT-2204"};
constexpr std::array names{"GALVANIZED SHACKLE 10MM", "DECK BRUSH, STIFF", "ROPE 12MM 50M",
                           "FENDER, BLACK",           "MOORING LINE",      "PAINT, MARINE GREY",
                           "LANTERN, BRASS",          "CLEAT 200MM"};
constexpr std::array cities{"TIDEWICK", "SALTMERE", "GRAINCROSS", "NORTHWICK", "HARROWGATE MILLS"};
constexpr std::array states{"OR", "ME", "NE", "WA", "TX"};
constexpr std::array statuses{"AF", "X6", "X1", "D1", "X3"};

class Writer {
 public:
  Writer(const Shape& shape, const std::function<void(std::string_view)>& take)
      : shape_(shape), take_(take), random_(shape.seed) {}

  void write() {
    const bool x12 = shape_.kind == Kind::x12_856 || shape_.kind == Kind::x12_214;
    x12 ? write_x12() : write_edifact();
    flush(0);
  }

 private:
  // --- what every standard needs ------------------------------------------------------------------------------------

  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_() % limit); }
  template <class List>
  std::string one_of(const List& list) {
    return list.at(below(static_cast<std::uint32_t>(list.size())));
  }
  std::string digits(std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += static_cast<char>('0' + below(10));
    return out;
  }
  static std::string padded(std::uint64_t number, std::size_t width) {
    auto out = std::to_string(number);
    return out.size() < width ? std::string(width - out.size(), '0') + out : out;
  }
  std::string day() { return "202609" + padded(1 + below(28), 2); }
  std::string time() { return padded(below(24), 2) + padded(below(60), 2); }
  std::string sscc() { return "00614141" + digits(12); }

  void segment(const std::string& text) {
    buffer_ += text;
    buffer_ += terminator_;
    buffer_ += shape_.line_break;
    ++segments_;
    flush(1U << 16);
  }
  void flush(std::size_t most) {
    if (buffer_.size() <= most) return;
    take_(buffer_);
    written_ += buffer_.size();
    buffer_.clear();
  }
  std::uint64_t written() const { return written_ + buffer_.size(); }
  bool goes_on(std::uint64_t set_began) const { return written() - set_began < shape_.set_bytes; }

  // --- X12 ----------------------------------------------------------------------------------------------------------

  void write_x12() {
    terminator_ = '~';
    const bool ship_notice = shape_.kind == Kind::x12_856;
    segment(
        "ISA*00*          *00*          *ZZ*HARBORSUP      *ZZ*LONGCO         *260914*0917*U*00401*000004101*0*P*:");
    segment(std::string("GS*") + (ship_notice ? "SH" : "QM") + "*HARBORSUP*LONGCO*20260914*0917*4101*X*004010");
    std::uint64_t sets = 0;
    do {
      const auto control = padded(++sets, 4);
      segments_ = 0;
      ship_notice ? ship_notice_856(control) : status_214(control);
      segment("SE*" + std::to_string(segments_ + 1) + "*" + control);
    } while (written() < shape_.bytes);
    segment("GE*" + std::to_string(sets) + "*4101");
    segment("IEA*1*000004101");
  }

  void level(std::uint64_t parent, char code, bool children) {
    const auto id = std::to_string(++levels_);
    segment("HL*" + id + "*" + (parent == 0 ? std::string() : std::to_string(parent)) + "*" + code + "*" +
            (children ? "1" : "0"));
  }

  void ship_notice_856(const std::string& control) {
    const auto began = written();
    segment("ST*856*" + control);
    segment("BSN*00*HS-SHP-" + digits(6) + "*" + day() + "*" + time() + "*0001");
    levels_ = 0;
    level(0, 'S', true);
    segment("TD1*CTN" + std::string("25*") + std::to_string(1 + below(99)) + "****G*" + std::to_string(below(9999)) +
            "." + digits(1) + "*LB");
    segment("TD5*O*2*PRLT*M*PRAIRIE LTL");
    segment("REF*BM*HB-" + digits(5));
    segment("DTM*011*" + day() + "*" + time() + "*ET");
    segment("N1*ST*LONGCO DC TIDEWICK*92*TW01");
    segment("N3*400 BREAKWATER ROAD");
    segment("N4*TIDEWICK*OR*00012*US");
    segment("N1*SF*HARBOR SUPPLY*92*HS-MAIN");
    do order();
    while (goes_on(began));
    segment("CTT*" + std::to_string(levels_));
  }

  /// An order on one or two pallets, each with cartons, each with items.
  void order() {
    level(1, 'O', true);
    const auto order = levels_;
    segment("PRF*LC" + digits(6) + "***" + day());
    segment("REF*DP*" + digits(4));
    for (std::uint32_t tares = 1 + below(2); tares > 0; --tares) {
      level(order, 'T', true);
      const auto tare = levels_;
      segment("MAN*GM*" + sscc());
      for (std::uint32_t packs = 1 + below(3); packs > 0; --packs) {
        level(tare, 'P', true);
        const auto pack = levels_;
        segment("MAN*GM*" + sscc());
        for (std::uint32_t items = 1 + below(4); items > 0; --items) item(pack, items);
      }
    }
  }

  void item(std::uint64_t pack, std::uint32_t number) {
    level(pack, 'I', false);
    const auto quantity = std::to_string(1 + below(500));
    segment("LIN*" + std::to_string(number) + "*VN*" + one_of(parts) + "*UP*" + digits(12) + "*IN*LC-" + digits(5));
    segment("SN1*" + std::to_string(number) + "*" + quantity + "*EA**" + quantity + "*EA");
    segment("PID*F****" + one_of(names));
  }

  void status_214(const std::string& control) {
    const auto place = below(static_cast<std::uint32_t>(cities.size()));
    segment("ST*214*" + control);
    segment("B10*PR" + digits(7) + "*HB-" + digits(5) + "*PRLT");
    segment("L11*LC" + digits(6) + "*PO");
    segment("N1*SH*HARBOR SUPPLY*93*HS-MAIN");
    segment("N4*SALTMERE*ME*00007*US");
    segment("N1*CN*LONGCO DC TIDEWICK*93*TW01");
    segment("N4*TIDEWICK*OR*00012*US");
    segment("LX*1");
    segment("AT7*" + one_of(statuses) + "*NS***" + day() + "*" + time() + "*CT");
    segment(std::string("MS1*") + cities.at(place) + "*" + states.at(place) + "*US");
    segment("MS2*PRLT*" + digits(5) + "*TL");
    segment("AT8*G*L*" + std::to_string(1 + below(9999)) + "*" + std::to_string(1 + below(40)));
  }

  // --- EDIFACT ------------------------------------------------------------------------------------------------------

  void write_edifact() {
    terminator_ = '\'';
    const bool advice = shape_.kind == Kind::desadv;
    const std::string message = advice ? "DESADV" : "IFTSTA";
    buffer_ += "UNA:+.? '";
    buffer_ += shape_.line_break;
    segment("UNB+UNOC:3+HALVORB:ZZZ+TIDEWICK:ZZZ+260312:1412+LS0001");
    std::uint64_t messages = 0;
    do {
      const auto control = std::to_string(++messages);
      segments_ = 0;
      segment("UNH+" + control + "+" + message + ":D:96A:UN");
      advice ? despatch_advice() : transport_status();
      segment("UNT+" + std::to_string(segments_ + 1) + "+" + control);
    } while (written() < shape_.bytes);
    segment("UNZ+" + std::to_string(messages) + "+LS0001");
  }

  void despatch_advice() {
    const auto began = written();
    segment("BGM+351+DA-" + digits(5) + "+9");
    segment("DTM+137:" + day() + time() + ":203");
    segment("DTM+11:" + day() + ":102");
    segment("RFF+ON:PO-" + digits(7));
    segment("NAD+SU+HALVORB::92++Halvorsen Brygge AS+Kaiveien 12+Nordvik++4017+NO");
    segment("NAD+DP+TIDW1::92++O?'Neill Distribution+400 Breakwater Road+Tidewick+OR+00012+US");
    segment("CPS+1");
    segment("PAC+" + std::to_string(1 + below(9)) + "++201");
    std::uint64_t packages = 1;
    std::uint64_t lines = 0;
    do {
      segment("CPS+" + std::to_string(++packages) + "+1");
      segment("PAC+1++CT");
      segment("PCI+33E");
      segment("GIN+BJ+" + sscc());
      for (std::uint32_t items = 1 + below(4); items > 0; --items) {
        segment("LIN+" + std::to_string(++lines) + "++" + digits(13) + ":EN");
        segment("PIA+1+" + one_of(parts) + ":SA");
        segment("IMD+F++:::" + one_of(names));
        segment("QTY+12:" + std::to_string(1 + below(500)) + ":PCE");
      }
    } while (goes_on(began));
    segment("CNT+2:" + std::to_string(lines));
  }

  void transport_status() {
    segment("BGM+23+ST-" + digits(8) + "+9");
    segment("DTM+137:" + day() + time() + ":203");
    segment("NAD+CA+NLIN::87++Nordlinje+Havnegata 3+Nordvik++4017+NO");
    segment("CNI+1+WB-" + digits(5));
    segment("STS+1+" + std::to_string(1 + below(40)));
    segment("RFF+CN:NL-" + digits(5));
    segment("DTM+334:" + day() + time() + ":203");
    segment("FTX+AAI+++On deck two");
    segment("LOC+9+NONVK::6:Nordvik");
    segment("TDT+20+VOY-" + digits(3) + "+1+13+NLIN::87:Nordlinje");
  }

  const Shape& shape_;
  const std::function<void(std::string_view)>& take_;
  std::mt19937 random_;
  std::string buffer_;
  std::uint64_t written_ = 0;
  std::uint64_t segments_ = 0;
  std::uint64_t levels_ = 0;
  char terminator_ = '~';
};

}  // namespace

std::optional<Kind> kind_of(std::string_view name) {
  if (name == "856") return Kind::x12_856;
  if (name == "214") return Kind::x12_214;
  if (name == "desadv") return Kind::desadv;
  if (name == "iftsta") return Kind::iftsta;
  return std::nullopt;
}

void generate(const Shape& shape, const std::function<void(std::string_view)>& take) {
  Writer(shape, take).write();
}

std::string generate(const Shape& shape) {
  std::string out;
  out.reserve(shape.bytes + shape.bytes / 8 + shape.set_bytes);
  generate(shape, [&out](std::string_view piece) { out += piece; });
  return out;
}

}  // namespace longshore::bench
