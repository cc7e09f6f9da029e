package dev.rrq.symbols.dwarf;

/** What debug information tells about symbols that only the linker's table defines. */
public interface DebugInformation {

  /** There is none. */
  DebugInformation NONE =
      new DebugInformation() {
        @Override
        public int declaredVariable(String name) {
          return -1;
        }

        @Override
        public int declaredFunction(String name) {
          return -1;
        }

        @Override
        public int typeOfVariableAt(long address) {
          return -1;
        }

        @Override
        public boolean hasFunctionAt(long address) {
          return false;
        }

        @Override
        public int fileAt(long address) {
          return 0;
        }

        @Override
        public int lineAt(long address) {
          return 0;
        }
      };

  /** The type in which an external variable is declared, or -1. */
  int declaredVariable(String name);

  /** The prototype with which an external function is declared, or -1. */
  int declaredFunction(String name);

  /** The type of the variable that is defined at an address, or -1. */
  int typeOfVariableAt(long address);

  /** Whether a function is known to begin at an address. */
  boolean hasFunctionAt(long address);

  /** The source file of the instruction at an address where a line begins, or 0. */
  int fileAt(long address);

  /** The line of the instruction at an address where a line begins, or 0. */
  int lineAt(long address);
}
