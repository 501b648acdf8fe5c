import Findings
import Policies

extension ScenarioReader {
  /// What loans have in common; sectors that are not listed move alone.
  mutating func factors(_ fields: Fields, sectors named: [String]) -> FactorTerms {
    let model = value(fields, "model", Notation<Model>.word, else: .gaussian, "gaussian")
    let degrees =
      model == .t ? fields.required("degrees", Notation<Double>.real(1...1_000, "1–1000")) : nil
    let global = value(fields, "rho_global", .probability, else: 0, "0")
    let shared = value(fields, "rho_sector", .probability, else: 0, "0")
    let listed = fields.place("sectors").map { self.sectors($0, shared) } ?? []
    let missing = named.filter { name in !listed.contains { $0.name == name } }
    let sectors = listed + missing.map { FactorTerms.Sector(name: $0, share: shared) }
    for sector in sectors where sector.share + global > 1 {
      log.add(.fieldValue, fields.node, ["range": "rho_global + rho_sector ≤ 1"])
    }
    let correlation = self.correlation(fields, listed: listed.count, all: sectors.count)
    let path = value(fields, "path", Notation<Path>.word, else: .yearly, "yearly")
    let memory =
      path == .yearly
      ? value(fields, "memory", .probability, else: 0, "0") : nil
    let severity = value(fields, "rho_lgd", .probability, else: 0, "0")
    fields.finish()
    return FactorTerms(
      degrees: degrees,
      global: global,
      sectors: sectors,
      correlation: correlation,
      memory: memory,
      severity: severity
    )
  }

  private enum Model: String, CaseIterable {
    case gaussian, t
  }

  private enum Path: String, CaseIterable {
    /// Good and bad times last for all of the horizon.
    case constant
    /// Each year has its own.
    case yearly
  }

  private mutating func sectors(_ node: Node, _ shared: Double) -> [FactorTerms.Sector] {
    guard case .list(let nodes) = node.content else {
      log.refuse(node, expecting: .list)
      return []
    }
    var found: [FactorTerms.Sector] = []
    for node in nodes {
      guard case .fields = node.content else {
        log.refuse(node, expecting: .object)
        continue
      }
      let fields = Fields(node, log)
      let name = fields.required("name", .text) ?? ""
      let share = fields.optional("rho", .probability) ?? shared
      if found.contains(where: { $0.name == name }) { log.add(.valueConflict, node) }
      found.append(FactorTerms.Sector(name: name, share: share))
      fields.finish()
    }
    return found
  }

  /// The correlations of the listed sectors; those of others with anybody are nothing.
  private mutating func correlation(_ fields: Fields, listed: Int, all: Int) -> [[Double]] {
    var matrix = (0..<all).map { row in (0..<all).map { $0 == row ? 1.0 : 0 } }
    guard let place = fields.place("correlation") else {
      if all > 1 { assume(fields.node.path(of: "correlation"), "0") }
      return matrix
    }
    let rows = Notation.list(of: .list(of: Notation<Double>.real(-1...1, "-1–1"))).read(place, log)
    guard let rows else { return matrix }
    guard rows.count == listed, rows.allSatisfy({ $0.count == listed }) else {
      log.add(.correlation, place, ["reason": "size", "expected": "\(listed) × \(listed)"])
      return matrix
    }
    for row in rows.indices {
      if rows[row][row] != 1 { log.add(.correlation, place, ["reason": "diagonal"]) }
      for column in 0..<row where rows[row][column] != rows[column][row] {
        let pair = "\(row + 1), \(column + 1)"
        log.add(.correlation, place, ["reason": "symmetry", "expected": pair])
      }
      for column in rows.indices { matrix[row][column] = rows[row][column] }
    }
    if Cholesky(matrix) == nil { log.add(.correlation, place, ["reason": "definite"]) }
    return matrix
  }
}

/// The lower triangle whose product with its own transpose is a matrix.
struct Cholesky: Sendable {
  /// The rows of the triangle.
  let rows: [[Double]]

  /// Factors a symmetric matrix with ones on its diagonal; a row may depend on those above.
  /// - Returns: `nil` when it is no matrix of correlations.
  init?(_ matrix: [[Double]]) {
    var rows = matrix.map { $0.map { _ in 0.0 } }
    for row in matrix.indices {
      for column in 0...row {
        var rest = matrix[row][column]
        for inner in 0..<column { rest -= rows[row][inner] * rows[column][inner] }
        let pivot = rows[column][column]
        if column == row {
          guard rest > -1e-9 else { return nil }
          rows[row][row] = rest < 1e-12 ? 0 : rest.squareRoot()
        } else if pivot > 0 {
          rows[row][column] = rest / pivot
        } else if rest.magnitude > 1e-9 {
          return nil
        }
      }
    }
    self.rows = rows
  }
}
