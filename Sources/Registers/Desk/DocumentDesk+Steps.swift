public import Accounting
import CanonicalJSON
import Findings
import Store

/// The steps from a draft to a record (送审、退回、撤回、复核、审批、记账).
extension DocumentDesk {
  /// Takes a step with a draft; posting computes it again and writes it.
  /// - Throws: who may not take the step, or from where it cannot be taken; everything that keeps
  ///   a document out of the log.
  public func take(
    _ step: VoucherStep,
    draft id: Int64,
    reason: String = ""
  ) throws(RegisterError) -> Filed {
    var refusal: RegisterError?
    var vouchers: [BookedVoucher] = []
    do throws(StoreError) {
      let draft = try write.take(step, documentDraft: id, reason: reason) {
        (signed) throws(StoreError) in
        do throws(RegisterError) {
          let (place, booked) = try post(signed)
          vouchers = booked
          return place
        } catch {
          refusal = error
          throw .cancelled
        }
      }
      return Filed(
        area: BusinessDocument.Area(rawValue: draft.body.area),
        subject: draft.body.subject,
        number: draft.body.number,
        kind: draft.body.kind,
        draft: draft,
        work: nil,
        vouchers: vouchers
      )
    } catch { throw refusal ?? .store(error) }
  }

  private func post(_ draft: DocumentDraft) throws(RegisterError) -> (Int64, [BookedVoucher]) {
    let body = draft.body
    guard let area = BusinessDocument.Area(rawValue: body.area) else {
      let file = try AdoptableFile(body, signedBy: draft.position.signatures)
      return (try adopt(file.file), [])
    }
    let (filed, place) = try record(
      BusinessStatement(area, body),
      signedBy: draft.position.signatures,
      seeing: body.content["facts"],
      history: draft.history
    )
    return (place, filed.vouchers)
  }
}
