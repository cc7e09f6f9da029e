package dev.rrq.symbols.types;

import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.CType.Array;
import dev.rrq.symbols.model.CType.Base;
import dev.rrq.symbols.model.CType.Composite;
import dev.rrq.symbols.model.CType.Enumeration;
import dev.rrq.symbols.model.CType.Forward;
import dev.rrq.symbols.model.CType.Member;
import dev.rrq.symbols.model.CType.Parameter;
import dev.rrq.symbols.model.CType.Pointer;
import dev.rrq.symbols.model.CType.Prototype;
import dev.rrq.symbols.model.CType.Qualified;
import dev.rrq.symbols.model.CType.Qualifier;
import dev.rrq.symbols.model.CType.Typedef;
import dev.rrq.symbols.model.TypeTable;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes types as C does, inside out: {@code struct task_struct *(*)[3]}. */
public final class CDeclaration {

  private static final int DEEPEST = 200;

  private final TypeTable types;

  public CDeclaration(TypeTable types) {
    this.types = types;
  }

  /** A type's name, as in a cast. */
  public String text(int type) {
    return text(type, "");
  }

  /** A declaration of something of a type, without a semicolon. */
  public String text(int type, String name) {
    return declare(types.type(type), name, 0);
  }

  /** A structure, union or enumeration with its members, over several lines; else {@link #text}. */
  public String definition(int type) {
    CType defined = types.type(type);
    if (defined instanceof Typedef typedef) {
      return "typedef " + text(typedef.target(), typedef.name()) + ";";
    }
    StringBuilder out = new StringBuilder();
    if (defined instanceof Composite composite) {
      define(composite, "", out, 0);
      return out.append(';').toString();
    }
    if (defined instanceof Enumeration enumeration) {
      out.append(declare(enumeration, "", 0)).append(" {\n");
      for (CType.Enumerator constant : enumeration.enumerators()) {
        out.append("    ").append(constant.name()).append(" = ").append(constant.value());
        out.append(",\n");
      }
      return out.append("};").toString();
    }
    return text(type);
  }

  private void define(Composite composite, String indent, StringBuilder out, int depth) {
    out.append(keyword(composite));
    if (composite.name() != null) {
      out.append(' ').append(composite.name());
    }
    out.append(" {\n");
    for (Member member : composite.members()) {
      out.append(indent).append("    ");
      member(member, indent + "    ", out, depth);
      out.append(";\n");
    }
    out.append(indent).append('}');
  }

  private void member(Member member, String indent, StringBuilder out, int depth) {
    CType type = types.type(member.type());
    if (type instanceof Composite inner && inner.name() == null && depth < DEEPEST) {
      define(inner, indent, out, depth + 1);
      out.append(member.name() == null ? "" : " " + member.name());
    } else {
      out.append(declare(type, member.name() == null ? "" : member.name(), 0));
    }
    if (member.bitSize() > 0) {
      out.append(" : ").append(member.bitSize());
    }
  }

  private String declare(CType type, String inner, int depth) {
    if (depth > DEEPEST) {
      return spaced("?", inner);
    }
    if (type instanceof Pointer pointer) {
      CType target = types.type(pointer.target());
      String starred = "*" + inner;
      boolean suffixed = target instanceof Array || target instanceof Prototype;
      return declare(target, suffixed ? "(" + starred + ")" : starred, depth + 1);
    }
    if (type instanceof Array array) {
      String bounds = array.count() < 0 ? "[]" : "[" + array.count() + "]";
      return declare(types.type(array.element()), inner + bounds, depth + 1);
    }
    if (type instanceof Prototype prototype) {
      return declare(
          types.type(prototype.returnType()), inner + parameters(prototype, depth), depth + 1);
    }
    if (type instanceof Qualified qualified) {
      return qualified(qualified, inner, depth);
    }
    return spaced(name(type), inner);
  }

  /** A qualifier of a pointer stands behind the star, any other one in front. */
  private String qualified(Qualified qualified, String inner, int depth) {
    String word =
        switch (qualified.qualifier()) {
          case CONST -> "const";
          case VOLATILE -> "volatile";
          case RESTRICT -> "restrict";
          case ATOMIC -> "_Atomic";
        };
    CType target = types.type(qualified.target());
    if (target instanceof Pointer
        || (target instanceof Qualified && stripQualifiers(target, depth) instanceof Pointer)) {
      return declare(target, spaced(word, inner), depth + 1);
    }
    String text = declare(target, inner, depth + 1);
    return elementHas(qualified.qualifier(), target, depth) ? text : word + " " + text;
  }

  /** A qualified array is an array of qualified elements; compilers say it in both places. */
  private boolean elementHas(Qualifier qualifier, CType type, int depth) {
    CType element = type;
    boolean array = false;
    for (int hops = depth; hops < DEEPEST; hops++) {
      if (element instanceof Array of) {
        array = true;
        element = types.type(of.element());
      } else if (element instanceof Qualified qualified) {
        if (array && qualified.qualifier() == qualifier) {
          return true;
        }
        element = types.type(qualified.target());
      } else {
        return false;
      }
    }
    return false;
  }

  private CType stripQualifiers(CType type, int depth) {
    CType bare = type;
    for (int hops = depth; hops < DEEPEST && bare instanceof Qualified qualified; hops++) {
      bare = types.type(qualified.target());
    }
    return bare;
  }

  private String parameters(Prototype prototype, int depth) {
    List<Parameter> parameters = prototype.parameters();
    if (parameters.isEmpty()) {
      return prototype.variadic() ? "()" : "(void)";
    }
    StringBuilder out = new StringBuilder("(");
    for (Parameter parameter : parameters) {
      out.append(out.length() > 1 ? ", " : "");
      String name = parameter.name() == null ? "" : parameter.name();
      out.append(declare(types.type(parameter.type()), name, depth + 1));
    }
    return out.append(prototype.variadic() ? ", ...)" : ")").toString();
  }

  private static String spaced(String name, String inner) {
    return inner.isEmpty() || inner.startsWith("[") ? name + inner : name + " " + inner;
  }

  private static String name(CType type) {
    if (type instanceof Base base) {
      return spelling(base.name());
    }
    if (type instanceof Typedef typedef) {
      return typedef.name();
    }
    if (type instanceof Composite composite) {
      return tagged(keyword(composite), composite.name());
    }
    if (type instanceof Enumeration enumeration) {
      return tagged("enum", enumeration.name());
    }
    return type instanceof Forward forward ? forward.keyword() + " " + forward.name() : "void";
  }

  /** Compilers spell arithmetic types in full; people do not. */
  private static String spelling(String name) {
    return switch (name) {
      case "short int" -> "short";
      case "short unsigned int" -> "unsigned short";
      case "long int" -> "long";
      case "long unsigned int" -> "unsigned long";
      case "long long int" -> "long long";
      case "long long unsigned int" -> "unsigned long long";
      default -> name;
    };
  }

  private static String keyword(Composite composite) {
    return composite.kind().name().toLowerCase(Locale.ROOT);
  }

  private static String tagged(String keyword, @Nullable String tag) {
    return keyword + " " + (tag == null ? "{...}" : tag);
  }
}
