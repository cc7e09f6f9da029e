package dev.rrq.shell.effects;

import dev.rrq.indexer.disassembly.Disassembler;
import dev.rrq.indexer.disassembly.Instruction;
import dev.rrq.indexer.disassembly.Operand;
import dev.rrq.planner.replay.Effect;
import dev.rrq.planner.replay.Operation;
import dev.rrq.planner.replay.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What instructions of 64-bit code write, and from what. Of those that are not known by name it is
 * only said what they write, as Capstone tells it, and that it is computed.
 */
public final class InstructionEffects {

  private static final int VECTOR_BYTES = 16;
  private static final Slot.Register FLAGS = EffectList.FLAGS;
  private static final Slot.Register STACK = Operands.whole("rsp");

  private static final Set<String> COPIES =
      Set.of(
          "mov", "movabs", "movzx", "movaps", "movups", "movdqa", "movdqu", "movapd", "movupd",
          "movq", "movd", "movnti", "movntdq", "movntps", "lddqu");

  private static final Map<String, Operation> BINARY =
      Map.ofEntries(
          Map.entry("and", Operation.AND),
          Map.entry("or", Operation.OR),
          Map.entry("xor", Operation.XOR),
          Map.entry("add", Operation.ADD),
          Map.entry("sub", Operation.SUBTRACT),
          Map.entry("shl", Operation.SHIFT_LEFT),
          Map.entry("sal", Operation.SHIFT_LEFT),
          Map.entry("shr", Operation.SHIFT_RIGHT),
          Map.entry("sar", Operation.SHIFT_SIGNED),
          Map.entry("rol", Operation.ROTATE_LEFT),
          Map.entry("ror", Operation.ROTATE_RIGHT));

  private static final Map<String, Operation> FLAG_SETTERS =
      Map.of(
          "and", Operation.FLAGS_AND,
          "test", Operation.FLAGS_AND,
          "or", Operation.FLAGS_OR,
          "xor", Operation.FLAGS_XOR,
          "add", Operation.FLAGS_ADD,
          "sub", Operation.FLAGS_SUBTRACT,
          "cmp", Operation.FLAGS_SUBTRACT);

  private static final Map<String, Operation> UNARY =
      Map.of("not", Operation.NOT, "neg", Operation.NEGATE, "bswap", Operation.SWAP_BYTES);

  /** Of their flags only the carry is known, which nothing here asks for. */
  private static final Map<String, Operation> BIT_INSTRUCTIONS =
      Map.of("bts", Operation.BIT_SET, "btr", Operation.BIT_CLEAR, "btc", Operation.BIT_FLIP);

  /** What gives zero if it is done to a register and itself. */
  private static final Set<String> ZEROING =
      Set.of("xor", "sub", "pxor", "xorps", "xorpd", "psubb", "psubd", "psubq");

  private final Instruction instruction;
  private final Disassembler names;
  private final Operands operands;
  private final String name;
  private final String prefix;
  private final EffectList effects;

  private InstructionEffects(Instruction instruction, Disassembler names) {
    this.instruction = instruction;
    this.names = names;
    this.operands = new Operands(instruction, names);
    this.effects = new EffectList(operands);
    String mnemonic = instruction.mnemonic().toLowerCase(Locale.ROOT);
    int blank = mnemonic.lastIndexOf(' ');
    this.name = mnemonic.substring(blank + 1);
    this.prefix = blank < 0 ? "" : mnemonic.substring(0, blank);
  }

  /** What an instruction writes. */
  public static List<Effect> of(Instruction instruction, Disassembler names) {
    InstructionEffects of = new InstructionEffects(instruction, names);
    if (!of.known()) {
      of.effects.clear();
      of.others(Set.of(), true);
    }
    return of.effects.all();
  }

  private boolean known() {
    if (isString()) {
      new Strings(effects).round(name, !prefix.isEmpty());
    } else if (COPIES.contains(name) && operands.count() == 2) {
      copy();
    } else if (ZEROING.contains(name) && operands.count() == 2 && operands.areSame(0, 1)) {
      add(operands.out(0), Operation.COPY, operands.size(0), new Slot.Constant(0, Long.BYTES));
      others(effects.registers(), false);
    } else if (BINARY.containsKey(name) && operands.count() == 2) {
      write(0, BINARY.get(name), operands.in(0), operands.in(1));
      flags(operands.in(0), operands.in(1));
    } else if (BINARY.containsKey(name) && operands.count() == 1) {
      write(0, BINARY.get(name), operands.in(0), new Slot.Constant(1, 1));
      flags(operands.in(0), operands.in(0));
    } else if (BIT_INSTRUCTIONS.containsKey(name)) {
      write(0, BIT_INSTRUCTIONS.get(name), operands.in(0), operands.in(1));
      others(effects.registers(), false);
    } else if (UNARY.containsKey(name)) {
      write(0, UNARY.get(name), operands.in(0));
      others(effects.registers(), false);
    } else if (name.equals("cmp") || name.equals("test")) {
      flags(operands.in(0), operands.in(1));
    } else {
      return new Exchanges(operands, effects).known(name) || moves() || arithmetic();
    }
    return true;
  }

  // ---- moves ----

  private boolean moves() {
    switch (name) {
      case "movsx", "movsxd" ->
          add(operands.out(0), Operation.SIGN_EXTEND, operands.size(0), operands.in(1));
      case "cdqe" -> extend("rax", 4, 8);
      case "cwde" -> extend("rax", 2, 4);
      case "cbw" -> extend("rax", 1, 2);
      case "push" -> push(operands.in(0));
      case "pushfq" -> push(Operands.whole("eflags"));
      case "pop" -> pop();
      case "call" -> push(new Slot.Constant(instruction.next(), Long.BYTES));
      case "ret" -> stack(Operation.ADD, Long.BYTES + released());
      case "leave" -> {
        add(Operands.whole("rbp"), Operation.COPY, Long.BYTES, new Slot.Load(Long.BYTES));
        add(STACK, Operation.ADD, 8, Operands.whole("rbp"), new Slot.Constant(8, 8));
      }
      case "lea" -> lea();
      case "movhps", "movhpd", "movlps", "movlpd" -> half(name.charAt(3) == 'h' ? 8 : 0);
      case "movss" -> scalar(4);
      case "movsd" -> scalar(8);
      case "punpcklqdq" -> {
        Slot.Register target = (Slot.Register) operands.out(0);
        Slot high = new Slot.Register(target.name(), 8, 8);
        Slot from = operands.isMemory(1) ? new Slot.Load(VECTOR_BYTES) : operands.in(1);
        add(high, Operation.COPY, Long.BYTES, from);
      }
      case "syscall" -> {
        // Of these Capstone knows nothing.
        Slot next = new Slot.Constant(instruction.next(), Long.BYTES);
        add(Operands.whole("rcx"), Operation.COPY, Long.BYTES, next);
        add(Operands.whole("r11"), Operation.COPY, Long.BYTES, Operands.whole("eflags"));
      }
      case "enter" -> {
        add(Operands.whole("rbp"), Operation.OTHER, Long.BYTES, STACK);
        add(STACK, Operation.OTHER, Long.BYTES, STACK);
      }
      case "iretq" -> {
        // The flags come back with it.
        add(STACK, Operation.OTHER, Long.BYTES, STACK);
        add(FLAGS, Operation.OTHER, FLAGS.size());
      }
      case "sysret", "sysretq" ->
          add(FLAGS, Operation.OTHER, FLAGS.size(), Operands.low("r11", FLAGS.size()));
      case "nop", "jmp", "endbr64", "pause", "lfence", "mfence", "sfence" -> {}
      default -> {
        return chosen();
      }
    }
    return true;
  }

  private boolean chosen() {
    if (name.startsWith("cmov")) {
      condition(Operation.CHOOSE, operands.out(0), name.substring(4), operands.in(1));
    } else if (name.startsWith("set")) {
      condition(Operation.TEST, operands.out(0), name.substring(3));
    } else {
      return name.startsWith("j");
    }
    return true;
  }

  private void condition(Operation operation, Slot target, String condition, Slot... first) {
    List<Slot> inputs = new ArrayList<>(List.of(first));
    if (operation == Operation.CHOOSE) {
      inputs.add(operands.in(0));
    }
    inputs.add(FLAGS);
    effects.add(new Effect(target, operation, operands.size(0), inputs, condition));
  }

  private void copy() {
    int width = Math.min(operands.size(0), operands.size(1));
    if (name.equals("movq")) {
      width = Math.min(width, Long.BYTES);
    }
    Slot from = operands.in(1);
    if (from instanceof Slot.Constant) {
      width = operands.size(0);
    }
    add(operands.out(0), Operation.COPY, width, from);
  }

  private void extend(String register, int from, int to) {
    Slot target = Operands.low(register, to == Integer.BYTES ? Long.BYTES : to);
    add(target, Operation.SIGN_EXTEND, to, Operands.low(register, from));
  }

  private void push(Slot value) {
    add(new Slot.Store(Long.BYTES), Operation.COPY, Long.BYTES, value);
    stack(Operation.SUBTRACT, Long.BYTES);
  }

  private void pop() {
    stack(Operation.ADD, Long.BYTES);
    write(0, Operation.COPY, new Slot.Load(operands.size(0)));
  }

  private void stack(Operation operation, int bytes) {
    add(STACK, operation, Long.BYTES, STACK, new Slot.Constant(bytes, Long.BYTES));
  }

  private int released() {
    return operands.count() == 1 && operands.in(0) instanceof Slot.Constant constant
        ? (int) constant.value()
        : 0;
  }

  private void lea() {
    Operand.Memory address = operands.memory(1);
    long displacement = address.displacement();
    int width = operands.size(0);
    boolean hasBase = address.base() != 0;
    boolean relative = hasBase && names.registerName(address.base()).equals("rip");
    if (relative) {
      Slot target = new Slot.Constant(instruction.next() + displacement, Long.BYTES);
      add(operands.out(0), Operation.COPY, width, target);
    } else if (address.index() == 0 && hasBase) {
      Slot plus = new Slot.Constant(displacement, Long.BYTES);
      add(operands.out(0), Operation.ADD, width, operands.register(address.base()), plus);
    } else if (address.index() != 0 && displacement == 0 && hasBase) {
      Slot scale = new Slot.Constant(address.scale(), Long.BYTES);
      Slot base = operands.register(address.base());
      Slot index = operands.register(address.index());
      add(operands.out(0), Operation.SCALED_ADD, width, base, index, scale);
    } else if (address.index() != 0 && !hasBase) {
      Slot scale = new Slot.Constant(address.scale(), Long.BYTES);
      Slot base = new Slot.Constant(displacement, Long.BYTES);
      Slot index = operands.register(address.index());
      add(operands.out(0), Operation.SCALED_ADD, width, base, index, scale);
    } else {
      List<Slot> inputs = new ArrayList<>();
      inputs.add(operands.register(address.base()));
      inputs.add(operands.register(address.index()));
      effects.add(new Effect(operands.out(0), Operation.OTHER, width, inputs, ""));
    }
  }

  private void half(int first) {
    if (operands.isMemory(0)) {
      Slot.Register from = (Slot.Register) operands.in(1);
      add(new Slot.Store(8), Operation.COPY, 8, new Slot.Register(from.name(), first, 8));
    } else {
      Slot.Register to = (Slot.Register) operands.out(0);
      add(new Slot.Register(to.name(), first, 8), Operation.COPY, 8, new Slot.Load(8));
    }
  }

  private void scalar(int width) {
    if (operands.isMemory(0)) {
      add(new Slot.Store(width), Operation.COPY, width, operands.in(1));
    } else if (operands.isMemory(1)) {
      add(operands.out(0), Operation.COPY, width, new Slot.Load(width));
    } else {
      Slot.Register to = (Slot.Register) operands.out(0);
      Slot.Register from = (Slot.Register) operands.in(1);
      Slot low = new Slot.Register(to.name(), 0, width);
      add(low, Operation.COPY, width, new Slot.Register(from.name(), 0, width));
    }
  }

  // ---- arithmetic ----

  private boolean arithmetic() {
    switch (name) {
      case "inc", "dec" -> {
        Operation operation = name.equals("inc") ? Operation.ADD : Operation.SUBTRACT;
        write(0, operation, operands.in(0), new Slot.Constant(1, Long.BYTES));
        others(effects.registers(), false);
      }
      case "imul" -> {
        if (operands.count() < 2) {
          return false;
        }
        int first = operands.count() == 2 ? 0 : 1;
        write(0, Operation.MULTIPLY, operands.in(first), operands.in(first + 1));
        others(effects.registers(), false);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void flags(Slot first, Slot second) {
    Operation operation = FLAG_SETTERS.get(name);
    if (operation == null || first.size() > Long.BYTES) {
      others(effects.registers(), false);
    } else {
      add(FLAGS, operation, 4, first, second);
    }
  }

  // ---- anything else ----

  private boolean isString() {
    return Strings.isNamed(name)
        && !operands.isVectorAmong()
        && (instruction.encoding().opcode() & 0xf0) == 0xa0;
  }

  /** What Capstone says that the instruction writes, but for some registers: computed. */
  private void others(Set<String> without, boolean withOperands) {
    List<Slot> inputs = new ArrayList<>();
    List<Slot> targets = new ArrayList<>();
    for (int i = 0; i < operands.count(); i++) {
      if (operands.isRead(i) && !(operands.in(i) instanceof Slot.Constant)) {
        inputs.add(operands.in(i));
      }
      if (operands.isWritten(i) && withOperands && !(operands.in(i) instanceof Slot.Constant)) {
        targets.add(operands.out(i));
      }
    }
    for (int register : instruction.readRegisters()) {
      inputs.add(operands.register(register));
    }
    for (int register : instruction.writtenRegisters()) {
      Slot.Register slot = operands.register(register);
      if (!without.contains(slot.name())) {
        targets.add(slot.size() == Integer.BYTES ? Operands.whole(slot.name()) : slot);
      }
    }
    for (Slot target : targets) {
      effects.add(new Effect(target, Operation.OTHER, target.size(), inputs, ""));
    }
  }

  private void write(int operand, Operation operation, Slot... inputs) {
    effects.write(operand, operation, inputs);
  }

  private void add(Slot target, Operation operation, int width, Slot... inputs) {
    effects.add(target, operation, width, inputs);
  }
}
